import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// The tests run on the source: an import of `concors` from another package finds src/, not a stale dist/.
const conditions = ['@concors/source', ...defaultServerConditions]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // A bound for what hangs; on a busy machine a property of thousands of runs takes its time.
    testTimeout: 60_000,
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'examples/**/*.test.ts',
      'lab/{api,page,server}/**/*.test.ts',
      'scripts/**/*.test.ts',
      'conformance/**/*.test.ts',
    ],
    coverage: {
      provider: 'v8',
      reporter: [['text', { skipFull: true }], 'html'],
      include: ['packages/*/src/**/*.ts'],
      thresholds: {
        'packages/concors/src/protocol/**': { statements: 100 },
        'packages/user-agent/src/**': { statements: 95 },
        'packages/concors/src/policy/**': { statements: 100 },
      },
    },
  },
})
