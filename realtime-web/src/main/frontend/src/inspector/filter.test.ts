import { describe, expect, it } from 'vitest'
import { checkFilter } from './filter'

describe('a filter that is right', () => {
  it.each([
    '',
    'status=eq.open',
    'status=not.in.(open,closed)',
    'title=like.%a.b%',
    'id=eq.5,status=neq.draft',
    'or(status.eq.open,and(votes.gt.10,status.eq.closed))',
    'title=eq."a,b)"',
    'title=eq."say \\"yes, ("',
    'title=eq.5" nail',
    'capacity=is.NULL',
    'title=eq.',
    ' a=eq.1 , b=eq.2 ',
  ])('%s', (filter) => {
    expect(checkFilter(filter)).toBeUndefined()
  })
})

describe('a filter that is wrong says where and why', () => {
  it.each([
    ['status', 0, /column=operator\.value/],
    ['status.eq.open', 0, /“status=eq\.open”/],
    ['status=open', 7, /“open” is no operator/],
    ['status==open', 7, /status=eq\.value/],
    ['votes=>5', 6, /votes=gt\.value/],
    ['status=EQ.open', 7, /written small/],
    ['status=eq', 9, /value are missing/],
    ['status=', 7, /operator is missing/],
    ['=eq.1', 0, /name of a column/],
    ['status =eq.open', 6, /no blanks/],
    ['id=eq.1,', 8, /commas/],
    ['id=eq.1,,b=eq.2', 8, /commas/],
    ['status=in.open', 10, /in\.\(open\)/],
    ['status=in.(open', 10, /not closed/],
    ['status=eq.open)', 14, /closes none/],
    ['title=eq."open', 9, /quote is not closed/],
    ['done=is.maybe', 8, /null, true, false, unknown/],
    ['or(a.eq.1,b=eq.2)', 11, /dot/],
    ['or(a.eq.1,b.nope.2)', 12, /“nope” is no operator/],
    [`id=in.(${Array(101).fill(1)})`, 6, /at most 100/],
    [`${'or('.repeat(16)}a.eq.1${')'.repeat(16)}`, 48, /16 deep/],
  ] as const)('%s', (filter, at, message) => {
    const problem = checkFilter(filter)
    expect(problem?.message).toMatch(message)
    expect(problem?.at).toBe(at)
  })

  it('if it names a column that is not there', () => {
    expect(checkFilter('statos=eq.open', ['id', 'status'])).toEqual({
      at: 0,
      message: 'There is no column “statos”. There are: id, status.',
    })
    expect(checkFilter('or(id.eq.1,x.eq.2)', ['id'])?.at).toBe(11)
  })
})
