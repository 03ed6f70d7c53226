// What pages did before CORS: define a function, and let another origin's code call it with the data.
const given = new URLSearchParams(location.search)
globalThis.showWeather = (weather) =>
  parent.postMessage({ jsonp: 'data', stations: weather.stations.length }, location.origin)
const script = document.createElement('script')
script.src = `${given.get('api')}/weather/readings.js?callback=showWeather&run=${given.get('run')}`
script.addEventListener('error', () => parent.postMessage({ jsonp: 'error' }, location.origin))
document.head.append(script)
