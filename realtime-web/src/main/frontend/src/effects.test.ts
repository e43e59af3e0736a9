import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'

/** All sources below a folder. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name) ? [path] : []
  })
}

const isFunction = (node: ESTree.Node) => node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
const isVoid = (node: ESTree.Node) => node.type === 'UnaryExpression' && node.operator === 'void'

/** Effects run a function that is written out in them, and give React nothing for a clean-up but a function that is written out too. */
function isSound(effect: ESTree.Node | undefined): boolean {
  if (effect?.type !== 'ArrowFunctionExpression' && effect?.type !== 'FunctionExpression') return false
  if (effect.async || effect.generator || !effect.body) return false
  if (effect.body.type !== 'BlockStatement') return isFunction(effect.body) || isVoid(effect.body)
  return returned(effect.body).every((node) => isFunction(node) || isVoid(node))
}

/** What a function's own `return`s return, not those of functions inside it. */
function returned(body: ESTree.Node): ESTree.Node[] {
  const found: ESTree.Node[] = []
  let depth = 0
  const enter = () => void depth++
  const leave = () => void depth--
  new Visitor({
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    ReturnStatement: ({ argument }) => {
      if (depth === 0 && argument) found.push(argument)
    },
  }).visit({ type: 'Program', body: [body], sourceType: 'module', hashbang: null, start: 0, end: 0 } as ESTree.Program)
  return found
}

/** The effects of a source that may return what a call gives them. */
function unsound(path: string, source: string): string[] {
  const { program, errors } = parseSync(path, source)
  expect(errors).toEqual([])
  const found: string[] = []
  new Visitor({
    CallExpression: ({ callee, arguments: [effect], start, end }) => {
      const name = callee.type === 'MemberExpression' ? callee.property : callee
      if (name.type === 'Identifier' && /^use\w*Effect$/.test(name.name) && !isSound(effect)) {
        found.push(`${path}: ${source.slice(start, end)}`)
      }
    },
  }).visit(program)
  return found
}

/** What an effect returns is its clean-up to React: a Promise or a value there ends the page. */
test('no effect returns what a call gives it', () => {
  const paths = sources(import.meta.dirname)
  expect(paths.length).toBeGreaterThan(50)
  expect(paths.flatMap((path) => unsound(path, readFileSync(path, 'utf8')))).toEqual([])
})

test.each([
  'useEffect(() => list.current?.scrollTo({ top: 1 }), [lines])',
  'useEffect(\n  () =>\n    list.current?.scrollTo({ top: 1 }),\n  [lines])',
  'useLayoutEffect(() => store(value))',
  'React.useEffect(() => store(value))',
  'useEffect(async () => {})',
  'useEffect(track, [])',
  'useEffect(() => { if (list) return list.scrollTo(0, 1) }, [list])',
])('that would be found: %s', (source) => {
  expect(unsound('bad.tsx', source)).toHaveLength(1)
})

test.each([
  'useEffect(() => void reload(), [reload])',
  'useEffect(() => () => wire.disconnect(), [wire])',
  'useEffect(() => { const at = list.map((one) => { return one.id }); if (!at) return; show(at); return () => { hide(at) } })',
  'const track = useEffectEvent(() => channel.track())',
])('that is as it should be: %s', (source) => {
  expect(unsound('good.tsx', source)).toEqual([])
})
