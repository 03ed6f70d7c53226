import type { ESTree } from 'meriyah'
import { CaptureError } from './capture-error.js'
import type { CapturedRequest } from './captured-request.js'
import { ajaxRequest, axiosRequest, fetchRequest, XhrRequests } from './snippet-calls.js'
import { dottedName, staticValue } from './static-value.js'
import type { Names } from './static-value.js'

/** The calls that are understood, for messages. */
const KNOWN_CALLS = 'a call of fetch(), axios, $.ajax() or XMLHttpRequest'

/**
 * The requests that a piece of JavaScript makes, in their order. The code is parsed and never run: values that it
 * does not state are said to be unknown.
 *
 * @throws CaptureError for a syntax error, for code without a request, and for one whose URL is not in the code
 */
export async function parseSnippet(code: string): Promise<readonly CapturedRequest[]> {
  const program = await parse(code)
  const names = declaredNames(program)
  const requests: CapturedRequest[] = []
  const xhrs = new XhrRequests()
  walk(program, (node) => {
    if (node.type === 'AssignmentExpression') xhrs.assign(node, names)
    if (node.type !== 'CallExpression') return
    const request = requestOf(node, names, xhrs)
    if (request !== null) requests.push(request)
  })
  if (requests.length === 0)
    throw new CaptureError('', 'the code makes no request that is understood', KNOWN_CALLS)
  return requests
}

async function parse(code: string): Promise<ESTree.Program> {
  // Whoever brings something else does not wait for it.
  const { parseModule, parseScript } = await import('meriyah')
  const options = { next: true, loc: true, ranges: true } as const
  try {
    return parseModule(code, options)
  } catch (error) {
    try {
      // What is no module may be a function's body, or an old script.
      return parseScript(code, { ...options, webcompat: true, globalReturn: true })
    } catch {
      throw syntaxError(error)
    }
  }
}

function syntaxError(error: unknown): CaptureError {
  const { loc, description, message } = error as {
    readonly loc?: { readonly start?: { readonly line: number; readonly column: number } }
    readonly description?: string
    readonly message: string
  }
  const start = loc?.start
  const place = start === undefined ? '' : `line ${start.line}, column ${start.column + 1}`
  return new CaptureError(place, `this is no JavaScript (${description ?? message})`, KNOWN_CALLS)
}

function requestOf(call: ESTree.CallExpression, names: Names, xhrs: XhrRequests): CapturedRequest | null {
  const name = dottedName(call.callee).replace(/^(?:window|self|globalThis)\./, '')
  const values = call.arguments.map((argument) => staticValue(argument, names))
  const place = placeOf(call)
  if (name === 'fetch') return fetchRequest(values, place)
  if (/^axios(?:\.(?:get|delete|head|options|post|put|patch|request))?$/.test(name))
    return axiosRequest(name, values, place)
  if (/^(?:\$|jQuery)\.(?:ajax|get|post|getJSON)$/.test(name)) return ajaxRequest(name, values, place)
  return xhrs.call(name, values, place)
}

function placeOf({ loc }: ESTree.Node): string {
  return loc === undefined || loc === null ? '' : `line ${loc.start.line}, column ${loc.start.column + 1}`
}

/** `const url = …`: what is declared once stands for its value. */
function declaredNames(program: ESTree.Program): Names {
  const names = new Map<string, ESTree.Node>()
  const again = new Set<string>()
  walk(program, (node) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return
    if (names.has(node.id.name)) again.add(node.id.name)
    names.set(node.id.name, node.init)
  })
  for (const name of again) names.delete(name)
  return names
}

function walk(node: ESTree.Node, visit: (node: ESTree.Node) => void): void {
  // Inner calls come after the one that they are part of; requests do not nest.
  visit(node)
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key === 'range') continue
    for (const inner of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof inner === 'object' && inner !== null && 'type' in inner) walk(inner as ESTree.Node, visit)
    }
  }
}
