// `CHROMIUM=/usr/bin/chromium npx playwright test` takes a Chromium that is there already.
import { defineConfig } from '@playwright/test'

const executablePath = process.env['CHROMIUM']

export default defineConfig({
  testMatch: '*.e2e.ts',
  outputDir: '../../node_modules/.cache/playwright',
  use: { launchOptions: executablePath === undefined ? {} : { executablePath } },
})
