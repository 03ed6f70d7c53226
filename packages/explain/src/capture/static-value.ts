import type { ESTree } from 'meriyah'

class StaticUnknown {
  readonly isUnknown = true
}

/** What cannot be known without running the code. */
export const UNKNOWN = new StaticUnknown()

/** A value that the code states: JSON, with headers and forms as what they are. */
export type StaticValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | StaticUnknown
  | StaticForm
  | readonly StaticValue[]
  | { readonly [name: string]: StaticValue }

/** A body whose type the browser sets. */
export class StaticForm {
  readonly type: 'urlencoded' | 'multipart'
  constructor(type: StaticForm['type']) {
    this.type = type
  }
}

/** The values that names were given, by name. */
export type Names = ReadonlyMap<string, ESTree.Node>

/** Reads an expression without running it. A name stands for what it was declared as. */
export function staticValue(node: ESTree.Node | null | undefined, names: Names, depth = 0): StaticValue {
  if (node === null || node === undefined || depth > 50) return UNKNOWN
  const read = (inner: ESTree.Node | null | undefined): StaticValue => staticValue(inner, names, depth + 1)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'bigint' || node.value instanceof RegExp ? UNKNOWN : node.value
    case 'TemplateLiteral':
      return joined(
        node.quasis.flatMap((quasi, index) => [quasi.value.cooked ?? '', read(node.expressions[index])]),
        node,
      )
    case 'BinaryExpression': {
      const [left, right] = [read(node.left), read(node.right)]
      if (node.operator !== '+' || left === UNKNOWN || right === UNKNOWN) return UNKNOWN
      return isText(left) && isText(right) ? `${left}${right}` : UNKNOWN
    }
    case 'LogicalExpression': {
      const left = read(node.left)
      return left === UNKNOWN ? read(node.right) : left
    }
    case 'UnaryExpression':
      return node.operator === '!' ? read(node.argument) === false || read(node.argument) === 0 : UNKNOWN
    case 'Identifier':
      return node.name === 'undefined' ? undefined : read(names.get(node.name))
    case 'ArrayExpression':
      return node.elements.map((element) => read(element))
    case 'ObjectExpression':
      return objectValue(node, read)
    case 'AwaitExpression':
      return read(node.argument)
    case 'NewExpression':
      return constructed(node, read)
    case 'CallExpression':
      return called(node, read)
    case 'MemberExpression': {
      const object = read(node.object)
      const key = node.computed ? read(node.property) : (node.property as ESTree.Identifier).name
      if (typeof key !== 'string' || !isObject(object)) return UNKNOWN
      return Object.hasOwn(object, key) ? object[key] : UNKNOWN
    }
    default:
      return UNKNOWN
  }
}

function joined(parts: readonly StaticValue[], { quasis }: ESTree.TemplateLiteral): StaticValue {
  const pieces = parts.slice(0, quasis.length * 2 - 1)
  return pieces.every(isText) ? pieces.join('') : UNKNOWN
}

function objectValue(
  { properties }: ESTree.ObjectExpression,
  read: (node: ESTree.Node) => StaticValue,
): StaticValue {
  const result: Record<string, StaticValue> = Object.create(null) as Record<string, StaticValue>
  for (const property of properties) {
    if (property.type !== 'Property') {
      const spread = read((property as ESTree.SpreadElement).argument)
      if (isObject(spread)) Object.assign(result, spread)
      continue
    }
    const { key } = property
    const name = !property.computed && key.type === 'Identifier' ? key.name : read(key)
    if (typeof name === 'string') result[name] = read(property.value)
  }
  return result
}

function constructed(
  { callee, arguments: given }: ESTree.NewExpression,
  read: (node: ESTree.Node | undefined) => StaticValue,
): StaticValue {
  if (callee.type !== 'Identifier') return UNKNOWN
  switch (callee.name) {
    case 'Headers':
      return given.length === 0 ? {} : read(given[0])
    case 'URLSearchParams':
      return new StaticForm('urlencoded')
    case 'FormData':
      return new StaticForm('multipart')
    case 'URL': {
      const [path, base] = [read(given[0]), given[1] === undefined ? undefined : read(given[1])]
      if (typeof path !== 'string' || (base !== undefined && typeof base !== 'string')) return UNKNOWN
      return URL.canParse(path, base) ? new URL(path, base).href : UNKNOWN
    }
    case 'Request':
      return { request: [read(given[0]), read(given[1])] }
    default:
      return UNKNOWN
  }
}

function called(
  { callee, arguments: given }: ESTree.CallExpression,
  read: (node: ESTree.Node | undefined) => StaticValue,
): StaticValue {
  const name = dottedName(callee)
  const value = read(given[0])
  // Only its type matters, and roughly its length.
  if (name === 'JSON.stringify')
    return value === UNKNOWN
      ? '{}'
      : JSON.stringify(value, (_, one: unknown) => (one === UNKNOWN ? '…' : one))
  if (typeof value !== 'string') return UNKNOWN
  if (name === 'encodeURIComponent') return encodeURIComponent(value)
  if (name === 'encodeURI') return encodeURI(value)
  if (name === 'String') return value
  return UNKNOWN
}

/** `window.axios.get` as a text; empty for anything more involved. */
export function dottedName(node: ESTree.Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed) return ''
  const object = dottedName(node.object)
  return object === '' ? '' : `${object}.${(node.property as ESTree.Identifier).name}`
}

function isText(value: StaticValue): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

export function isObject(value: StaticValue): value is { readonly [name: string]: StaticValue } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof StaticForm)
  )
}
