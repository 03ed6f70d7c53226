import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname + '/page',
  base: '/',
  // The packages' sources: nothing has to be built before the page is.
  resolve: { conditions: ['@concors/source', 'module', 'browser', 'import', 'default'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2023',
    // A page with a strict policy loads no inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
