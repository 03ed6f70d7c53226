import { render } from 'preact'
import { App } from './app.js'
import { readSettings } from './settings.js'
import './style.css'

render(<App {...readSettings(document)} />, document.querySelector('#app')!)
