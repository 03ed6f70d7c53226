import type { Step, Value, Values } from 'concors/protocol'
import { FAILURES, NOTICES } from 'concors/failures'
import { escapeBytes } from '../escape.js'
import { shortened } from './layout.js'

/** Longest value shown in a sentence, in characters. */
const LONGEST_VALUE = 120

const ALGORITHM_NAMES: Readonly<Record<string, string>> = {
  'concept-cors-check': 'CORS check',
  'concept-http-fetch': 'HTTP fetch',
  'concept-http-network-fetch': 'HTTP-network fetch',
  'concept-http-network-or-cache-fetch': 'HTTP-network-or-cache fetch',
  'concept-http-redirect-fetch': 'HTTP-redirect fetch',
  'concept-main-fetch': 'main fetch',
  'concept-request-tainted-origin': 'redirect-taint',
  'concept-scheme-fetch': 'scheme fetch',
  'cors-preflight-fetch-0': 'CORS-preflight fetch',
  'cross-origin-resource-policy-internal-check': 'CORP check',
  validate: 'Headers, validate',
}

/** Where a step stands, for people: `CORS check 4`. */
export function stepAddress({ algorithm, step }: Pick<Step, 'algorithm' | 'step'>): string {
  return `${ALGORITHM_NAMES[algorithm] ?? algorithm} ${step}`
}

/** What a step found, in a few words. */
export function stepText(step: Step): string {
  if (step.failure !== undefined) return withValues(FAILURES[step.failure].title, step.values)
  if (step.notice !== undefined) return withValues(NOTICES[step.notice].title, step.values)
  return passText(step) ?? withValues(step.outcome === 'pass' ? 'holds' : 'done', step.values)
}

function passText({ algorithm, step, values }: Step): string | null {
  switch (`${algorithm} ${step}`) {
    case 'concept-cors-check 3':
      return 'Access-Control-Allow-Origin is *, and no credentials are included'
    case 'concept-cors-check 4':
      return `Access-Control-Allow-Origin is the request's origin, ${show(values['origin'])}`
    case 'concept-cors-check 7':
      return 'Access-Control-Allow-Credentials is true'
    case 'cors-preflight-fetch-0 7':
      return `the status ${show(values['status'])} is ok (200 to 299)`
    case 'cors-preflight-fetch-0 7.5':
      return methodText(values)
    case 'cors-preflight-fetch-0 7.6':
    case 'cors-preflight-fetch-0 7.7':
      return `the header ${show(values['header'])} is in Access-Control-Allow-Headers: ${show(values['access-control-allow-headers'])}`
    case 'concept-http-fetch 4.1':
      return 'an earlier preflight allows this, so that none is sent'
    default:
      return null
  }
}

function methodText(values: Values): string {
  const method = show(values['method'])
  const allowed = values['access-control-allow-methods']
  if (/^(?:GET|HEAD|POST)$/.test(method)) return `the method ${method} needs no permission`
  return `the method ${method} is in Access-Control-Allow-Methods: ${show(allowed)}`
}

/** Values that a sentence is about; those that the title has said, or that say nothing, are left out. */
function withValues(title: string, values: Values): string {
  const shown = Object.entries(values).filter(([name, value]) => !saysNothing(name, value))
  if (shown.length === 0) return title
  return `${title} (${shown.map(([name, value]) => `${escapeBytes(name)}: ${show(value)}`).join('; ')})`
}

function saysNothing(name: string, value: Value): boolean {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return true
  switch (name) {
    case 'written':
      // How the header's name is spelled; only one engine minds.
      return true
    case 'lines':
      return value === 1
    case 'status':
      return value === 200
    case 'credentials':
      return value !== 'include'
    default:
      return false
  }
}

function show(value: Value | undefined): string {
  if (value === undefined || value === null) return 'absent'
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  return shortened(escapeBytes(text), LONGEST_VALUE)
}
