// The main job: a small weather service, and a page's fetches against it, explained. `npm run weather` runs it; with
// `--once` it exits when it has shown everything: 0 when all went as told, otherwise 1.
import { styleText } from 'node:util'
import type { Palette } from '@concors/explain'
import { draw } from './canvas.js'
import { play, startWeather } from './play.js'

const PAGE_PORT = 8621
const API_PORT = 8620

const colours = process.stdout.isTTY && !process.env['NO_COLOR']
const paint = (style: Parameters<typeof styleText>[0]) => (text: string) =>
  colours ? styleText(style, text) : text
const palette: Palette = {
  bold: paint('bold'),
  dim: paint('dim'),
  good: paint('green'),
  bad: paint('red'),
  warn: paint('yellow'),
}

const weather = await startWeather(PAGE_PORT, API_PORT)
const { pageOrigin, apiOrigin } = weather
console.log(`A page at ${pageOrigin}/ fetches from a weather API at ${apiOrigin}.\n`)

let surprises = 0
for await (const played of play(weather, palette)) {
  console.log(palette.bold(`--- ${played.scene.title}`))
  console.log()
  console.log(played.text)
  for (const surprise of played.surprises) {
    surprises += 1
    console.log(palette.bad(`This went otherwise than told: ${surprise}\n`))
  }
}

for await (const { scene, lines, asTold } of draw(weather)) {
  console.log(palette.bold(`--- ${scene.title}`))
  console.log(`\n${lines.join('\n')}\n`)
  if (asTold) continue
  surprises += 1
  console.log(palette.bad(`This went otherwise than told: the outcome is not '${scene.outcome}'\n`))
}

if (process.argv.includes('--once')) {
  await weather.close()
  process.exitCode = surprises === 0 ? 0 : 1
} else {
  console.log(`Both servers keep running until Ctrl-C. Ask for yourself, in another terminal:

  npx concors explain ${apiOrigin}/closed/readings --from ${pageOrigin}
  npx concors explain ${apiOrigin}/public/readings --from ${pageOrigin} --credentials
  npx concors explain ${apiOrigin}/members/favourite --from ${pageOrigin} -X PUT -d harbour --credentials

or open ${pageOrigin}/ in a browser.`)
  process.once('SIGINT', () => void weather.close().then(() => process.exit(surprises === 0 ? 0 : 1)))
}
