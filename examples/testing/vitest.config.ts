// Each file of tests is a page of https://app.example.com in a document of jsdom.
import { corsInVitest } from '@concors/test/vitest-config'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    ...corsInVitest({ page: 'https://app.example.com/', base: 'jsdom', elsewhere: 'closed' }),
    include: ['*.spec.{ts,tsx}'],
  },
})
