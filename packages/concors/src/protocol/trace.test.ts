import { expect, test } from 'vitest'
import { failure } from './failure.js'
import { TraceRecorder } from './trace.js'

const first = failure('bad-port', 'concept-main-fetch', '7', { port: 22 })
const second = failure('mixed-content', 'mixed-content#should-block-fetch', '1', {})

test('a trace has every step in order, a violated condition once, and one that decides', () => {
  const recorder = new TraceRecorder()
  recorder.pass('concept-cors-check', '3', {})
  recorder.info('concept-main-fetch', '12', { mode: 'cors' })
  recorder.info('concept-main-fetch', '14.2', {}, 'opaque-response')
  recorder.fail(first)
  recorder.fail(second)
  recorder.fail(first)
  recorder.decide(first)
  expect(recorder.trace).toEqual([
    { algorithm: 'concept-cors-check', step: '3', outcome: 'pass', values: {} },
    { algorithm: 'concept-main-fetch', step: '12', outcome: 'info', values: { mode: 'cors' } },
    { algorithm: 'concept-main-fetch', step: '14.2', outcome: 'info', values: {}, notice: 'opaque-response' },
    {
      algorithm: 'concept-main-fetch',
      step: '7',
      outcome: 'fail',
      values: { port: 22 },
      failure: 'bad-port',
      decides: true,
    },
    {
      algorithm: 'mixed-content#should-block-fetch',
      step: '1',
      outcome: 'fail',
      values: {},
      failure: 'mixed-content',
    },
  ])
})

test('what decides in the end decides alone', () => {
  const recorder = new TraceRecorder()
  recorder.decide(first)
  recorder.decide(second)
  recorder.decide(second)
  expect(recorder.trace.map(({ failure: code, decides }) => [code, decides])).toEqual([
    ['bad-port', undefined],
    ['mixed-content', true],
  ])
})

test('what decides is recorded if it was not', () => {
  const recorder = new TraceRecorder()
  recorder.decide(second)
  expect(recorder.trace.map(({ failure: code, decides }) => [code, decides])).toEqual([
    ['mixed-content', true],
  ])
})
