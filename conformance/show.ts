import type { Comparison } from './compare.js'
import type { Outcome, StepOutcome } from './outcome.js'

/** A disagreement as text: what the engine did, and what the user agent did. */
export function showDifference({ scenario, api, engine, userAgent, differs }: Comparison): string {
  const lines = [
    `${api === 'xhr' ? 'by XMLHttpRequest, ' : ''}${scenario.group}: ${scenario.name}  (${differs.join(', ')})`,
  ]
  if (differs.some((facet) => facet !== 'requests' && facet !== 'console')) {
    lines.push(`  engine      ${steps(engine)}`, `  user agent  ${steps(userAgent)}`)
  }
  if (differs.includes('requests')) {
    const [theirs, ours] = [requests(engine), requests(userAgent)]
    const theirsOnly = theirs.filter((line) => !ours.includes(line))
    const oursOnly = ours.filter((line) => !theirs.includes(line))
    if (theirsOnly.length + oursOnly.length > 0) {
      lines.push('  engine only', ...theirsOnly, '  user agent only', ...oursOnly)
    } else {
      lines.push('  engine, in its order', ...theirs, '  user agent, in its order', ...ours)
    }
  }
  if (differs.includes('console')) {
    lines.push('  engine prints', ...engine.console.map((line) => `    ${line}`))
    lines.push('  user agent prints', ...userAgent.console.map((line) => `    ${line}`))
  }
  return lines.join('\n')
}

function steps(outcome: Outcome): string {
  return outcome.steps.map(stepText).join(' | ')
}

function stepText(step: StepOutcome): string {
  switch (step.kind) {
    case 'response': {
      const { type, status, statusText, redirected, url, headers, body, timing } = step
      const shown = headers.map(([name, value]) => `${name}: ${value}`).join('; ')
      return `${type} ${status} ${statusText}${redirected ? ' redirected' : ''} ${url} [${shown}] ${body}${timing === null ? '' : `, timing ${timing ? 'seen' : 'hidden'}`}`
    }
    case 'error':
      return `${step.name}: ${step.message}`
    case 'image':
      return step.loaded ? `image, ${step.readable ? 'readable' : 'tainting'}` : 'no image'
    case 'load':
      return step.loaded === null ? 'asked' : step.loaded ? 'loaded' : 'not loaded'
    case 'waited':
      return 'waited'
  }
}

function requests(outcome: Outcome): string[] {
  return outcome.requests.map(({ method, url, headers }) => {
    const shown = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    return `    ${method} ${url}  ${shown.join('; ')}`
  })
}
