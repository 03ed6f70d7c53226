// For this repository's own tests: the same on the source of the packages, not on what was built.
import { defaultServerConditions } from 'vite'
import { mergeConfig } from 'vitest/config'
import config from './vitest.config.js'

const conditions = ['@concors/source', ...defaultServerConditions]

export default mergeConfig(config, {
  server: { fs: { strict: false } },
  resolve: { conditions },
  ssr: { resolve: { conditions } },
})
