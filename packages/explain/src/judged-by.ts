import type { Trace } from 'concors/protocol'

/** For each step of a trace, the index of the exchange it judges: null before the first, or without one. */
export function exchangeOfStep(trace: Trace, exchanges: number): readonly (number | null)[] {
  let sent = -1
  return trace.map(({ algorithm, step, outcome }) => {
    // The one step that stands for a request on the wire; what follows it judges the answer.
    if (algorithm === 'concept-http-network-fetch' && step === '8.5' && outcome === 'info') sent++
    // The request that was withheld has its step too, but no exchange.
    return sent >= 0 && sent < exchanges ? sent : null
  })
}

/** For each exchange, the indexes of the steps that judged it. */
export function stepsOfExchanges(trace: Trace, exchanges: number): readonly (readonly number[])[] {
  const steps: number[][] = Array.from({ length: exchanges }, () => [])
  for (const [index, exchange] of exchangeOfStep(trace, exchanges).entries()) {
    if (exchange !== null) steps[exchange]!.push(index)
  }
  return steps
}
