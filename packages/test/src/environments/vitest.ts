import { builtinEnvironments } from 'vitest/runtime'
import type { Environment } from 'vitest/runtime'
import type { DomClasses } from '@concors/user-agent'
import type { CorsOptions } from '../cors.js'
import type { EnvironmentBase } from '../environment-options.js'
import { setCurrent } from '../current.js'
import { install } from '../install.js'
import type { InstalledCors } from '../install.js'
import { createMatchers } from '../matchers.js'
import { adoptErrors } from './adopt-errors.js'

/** An environment of Vitest over one of its own, in which `fetch` and the like are a page's. */
export function createVitestEnvironment(base: EnvironmentBase): Environment {
  const { viteEnvironment, setup, setupVM } = builtinEnvironments[base]
  return {
    name: `concors-${base}`,
    ...(viteEnvironment === undefined ? {} : { viteEnvironment }),
    async setup(global: object & DomClasses, options) {
      const { teardown } = await setup(global, options)
      const installed = start(global, options)
      return {
        async teardown() {
          await stop(global, installed)
          await teardown(global)
        },
      }
    },
    async setupVM(options) {
      const vm = await setupVM!(options)
      const context = vm.getVmContext() as object & DomClasses
      adoptErrors(context)
      const installed = start(context, options)
      return {
        getVmContext: () => context,
        async teardown() {
          await stop(context, installed)
          await vm.teardown()
        },
      }
    },
  }
}

function start(global: object & DomClasses, { cors }: Readonly<Record<string, unknown>>): InstalledCors {
  if (typeof cors !== 'object' || cors === null) {
    throw new TypeError(
      'The environment of @concors/test has no options: configure it with corsInVitest() of @concors/test/vitest-config',
    )
  }
  const installed = install(global, cors as CorsOptions, 'corsInVitest')
  setCurrent(global, { cors: installed, matchers: createMatchers(() => installed.page.url) })
  return installed
}

async function stop(global: object, installed: InstalledCors): Promise<void> {
  setCurrent(global, null)
  await installed.uninstall()
}
