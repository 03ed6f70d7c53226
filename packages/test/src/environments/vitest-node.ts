import { createVitestEnvironment } from './vitest.js'

export default createVitestEnvironment('node')
