/** What is wrong with a filter, and where: the offset of the character at which it begins. */
export interface FilterProblem {
  at: number
  message: string
}

export const operators = [
  'eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in', 'like', 'ilike', 'is', 'match', 'imatch', 'isdistinct',
] as const

const MAX_DEPTH = 16
const MAX_IN = 100
const IS_VALUES = ['null', 'true', 'false', 'unknown']
const SQL_OPERATORS: Record<string, string> = { '=': 'eq', '!': 'neq', '<': 'lt', '>': 'gt', '~': 'match' }

/**
 * Checks a filter of `postgres_changes` before it is sent: conditions `column=[not.]operator.value` with commas between them, and
 * `or(…)`, `and(…)` with a dot after the column inside. Finds what the server refuses, and parentheses and quotes that it would
 * take otherwise than meant. An empty filter is fine.
 *
 * @param columns those of the table, if they are known
 */
export function checkFilter(filter: string, columns?: readonly string[]): FilterProblem | undefined {
  if (!filter.trim()) return undefined
  return unbalanced(filter) ?? checkParts(filter, 0, '=', MAX_DEPTH, columns)
}

function checkParts(
  text: string,
  offset: number,
  separator: '=' | '.',
  depth: number,
  columns?: readonly string[],
): FilterProblem | undefined {
  for (const { at, text: segment } of segments(text)) {
    const problem = checkPart(segment, offset + at, separator, depth, columns)
    if (problem) return problem
  }
  return undefined
}

function checkPart(
  raw: string,
  rawAt: number,
  separator: '=' | '.',
  depth: number,
  columns?: readonly string[],
): FilterProblem | undefined {
  const at = rawAt + raw.length - raw.trimStart().length
  const text = raw.trim()
  if (!text) return { at, message: 'Nothing stands between two commas, or after the last one.' }
  if (depth === 0) return { at, message: `Conditions may be nested ${MAX_DEPTH} deep.` }
  const group = /^(or|and)\((.*)\)$/s.exec(text)
  if (group) return checkParts(group[2]!, at + group[1]!.length + 1, '.', depth - 1, columns)
  const equals = separator === '.' ? /^\w+=/.exec(text) : null
  if (equals) return { at: at + equals[0].length - 1, message: 'Inside of or(…) and and(…), a dot stands after the column.' }
  const end = text.indexOf(separator)
  if (end < 0) return { at, message: withoutSeparator(text, separator) }
  const column = text.slice(0, end)
  return checkColumn(column, at, columns) ?? checkTest(column, text.slice(end + 1), at + end + 1, separator)
}

function withoutSeparator(text: string, separator: '=' | '.'): string {
  const outside = /^(\w+)\.(?:not\.)?(\w+)\./.exec(text)
  if (separator === '=' && outside) {
    return `An equals sign stands after the column: “${text.replace('.', '=')}”. Only inside of or(…) it is a dot.`
  }
  return separator === '='
    ? 'Write column=operator.value, such as status=eq.open.'
    : 'Inside of or(…) and and(…), write column.operator.value, such as status.eq.open.'
}

function checkColumn(column: string, at: number, columns?: readonly string[]): FilterProblem | undefined {
  if (!column) return { at, message: 'The name of a column is missing.' }
  const spaces = /\s/.exec(column)
  if (spaces) return { at: at + spaces.index, message: 'Names of columns have no blanks, and none stand around them.' }
  if (columns && !columns.includes(column)) {
    return { at, message: `There is no column “${column}”. There are: ${columns.join(', ')}.` }
  }
  return undefined
}

function checkTest(column: string, test: string, at: number, separator: string): FilterProblem | undefined {
  const negation = test.startsWith('not.') ? 4 : 0
  const rest = test.slice(negation)
  const dot = rest.indexOf('.')
  const operator = dot < 0 ? rest : rest.slice(0, dot)
  if (!(operators as readonly string[]).includes(operator)) {
    return { at: at + negation, message: unknownOperator(column, operator, rest, separator) }
  }
  if (dot < 0) return { at: at + test.length, message: `A dot and a value are missing: ${operator}.value.` }
  return checkValue(operator, rest.slice(dot + 1), at + negation + dot + 1)
}

function unknownOperator(column: string, operator: string, test: string, separator: string): string {
  const sql = SQL_OPERATORS[test.trimStart()[0] ?? '']
  if (sql) return `Operators are words: ${column}${separator}${sql}.value.`
  const known = `The operators are ${operators.join(', ')}, each also after “not.”.`
  const near = operators.find((name) => name === operator.trim().toLowerCase())
  if (near) return `Operators are written small and without blanks: ${near}.`
  return operator ? `“${operator}” is no operator. ${known}` : `An operator is missing. ${known}`
}

function checkValue(operator: string, value: string, at: number): FilterProblem | undefined {
  if (operator === 'is' && !IS_VALUES.includes(value.toLowerCase())) {
    return { at, message: `is takes ${IS_VALUES.join(', ')}; for other values there is eq.` }
  }
  if (operator !== 'in') return undefined
  if (!value.startsWith('(') || !value.endsWith(')')) {
    return { at, message: `The values of in stand in parentheses: in.(${value.replace(/[()]/g, '') || 'a,b'}).` }
  }
  if (segments(value.slice(1, -1)).length > MAX_IN) return { at, message: `in takes at most ${MAX_IN} values.` }
  return undefined
}

function unbalanced(text: string): FilterProblem | undefined {
  const opened: number[] = []
  let quoteAt: number | undefined
  for (const { at, character, quoted } of characters(text)) {
    if (character === '"') quoteAt = quoted ? at : undefined
    else if (!quoted && character === '(') opened.push(at)
    else if (!quoted && character === ')' && opened.pop() === undefined) {
      return { at, message: 'This parenthesis closes none. Put quotes around a value that has one: eq.":)".' }
    }
  }
  if (quoteAt !== undefined) return { at: quoteAt, message: 'This quote is not closed.' }
  const last = opened.pop()
  return last === undefined
    ? undefined
    : { at: last, message: 'This parenthesis is not closed. Put quotes around a value that has one: eq.":(".' }
}

/** Splits at commas outside of quotes and parentheses. */
function segments(text: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = []
  let start = 0
  let depth = 0
  for (const { at, character, quoted } of characters(text)) {
    if (quoted) continue
    if (character === '(') depth++
    if (character === ')') depth--
    if (character !== ',' || depth !== 0) continue
    found.push({ at: start, text: text.slice(start, at) })
    start = at + 1
  }
  return [...found, { at: start, text: text.slice(start) }]
}

/** Each character, and whether it is within quotes once it has been read. Quotes begin a value, else they belong to it. */
function* characters(text: string): Generator<{ at: number; character: string; quoted: boolean }> {
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quoted && character === '\\') {
      at++
      continue
    }
    if (character === '"') {
      const begins: boolean = !quoted && (at === 0 || '.(,'.includes(text[at - 1]!))
      if (quoted || begins) {
        quoted = begins
        yield { at, character, quoted }
      }
      continue
    }
    yield { at, character, quoted }
  }
}
