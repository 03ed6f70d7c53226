import { createVitestEnvironment } from './vitest.js'

export default createVitestEnvironment('happy-dom')
