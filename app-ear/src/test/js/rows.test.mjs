// Every method of supabase-js's from(), against a running server.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client, signedIn } from './server.mjs'

const run = crypto.randomUUID()

/** The data of an answer that is none of an error. */
async function data(request) {
  const { data, error, status } = await request
  assert.equal(error, null, JSON.stringify({ status, error }))
  return data
}

async function refused(request, status, code, message = /./) {
  const answer = await request
  assert.equal(answer.error?.code, code, JSON.stringify(answer))
  assert.equal(answer.status, status)
  assert.match(answer.error.message, message)
  return answer.error
}

let ada, ben, anon

before(async () => {
  ada = await signedIn('ada')
  ben = await signedIn('ben')
  anon = client()
})

describe('filters', () => {
  const people = [
    { title: `${run} Alpha`, status: 'active', metrics: { views: 10, tags: ['a', 'b'], place: { city: 'Bern' } } },
    { title: `${run} Beta`, status: 'paused', metrics: { views: 9, tags: ['b'] } },
    { title: `${run} Gamma, "quoted" (and) more\\`, status: 'draft', metrics: {} },
    { title: `${run} Delta 100%_x`, status: 'draft', description: 'The quick brown foxes jump', metrics: { views: 10.50 } },
  ]
  let ids

  before(async () => {
    const rows = await data(
      ada.from('campaigns').insert(people, { defaultToNull: false }).select('id,title').order('title'),
    )
    ids = rows.map((row) => row.id)
  })

  after(async () => {
    await data(ada.from('campaigns').delete().in('id', ids))
  })

  const all = () => ada.from('campaigns').select('title').like('title', `${run}%`).order('title')
  const found = async (request) => (await data(request)).map((row) => row.title.slice(run.length + 1).split(/[ ,]/)[0])

  for (const [what, narrow, expected] of [
    ['eq', (q) => q.eq('status', 'active'), ['Alpha']],
    ['neq', (q) => q.neq('status', 'draft'), ['Alpha', 'Beta']],
    ['gt', (q) => q.gt('title', `${run} Beta`), ['Delta', 'Gamma']],
    ['gte', (q) => q.gte('title', `${run} Beta`), ['Beta', 'Delta', 'Gamma']],
    ['lt', (q) => q.lt('title', `${run} Beta`), ['Alpha']],
    ['lte', (q) => q.lte('title', `${run} Beta`), ['Alpha', 'Beta']],
    ['two on one column', (q) => q.gt('title', `${run} A`).lt('title', `${run} C`), ['Alpha', 'Beta']],
    ['like', (q) => q.like('title', '%Be%'), ['Beta']],
    ['like with escapes', (q) => q.like('title', '%100\\%\\_x'), ['Delta']],
    ['ilike', (q) => q.ilike('title', '%bETA'), ['Beta']],
    ['likeAllOf', (q) => q.likeAllOf('title', ['%a', '%B%']), ['Beta']],
    ['likeAnyOf', (q) => q.likeAnyOf('title', ['%Alpha', '%Beta']), ['Alpha', 'Beta']],
    ['ilikeAllOf', (q) => q.ilikeAllOf('title', ['%TA', '%b%']), ['Beta']],
    ['ilikeAnyOf', (q) => q.ilikeAnyOf('title', ['%ALPHA', '%BETA']), ['Alpha', 'Beta']],
    ['regexMatch', (q) => q.regexMatch('title', ' (Al|Be)'), ['Alpha', 'Beta']],
    ['regexIMatch', (q) => q.regexIMatch('title', ' (aL|bE)'), ['Alpha', 'Beta']],
    ['is null', (q) => q.is('created_by', null), []],
    ['not is null', (q) => q.not('created_by', 'is', null), ['Alpha', 'Beta', 'Delta', 'Gamma']],
    ['isDistinct', (q) => q.isDistinct('status', 'draft'), ['Alpha', 'Beta']],
    ['in', (q) => q.in('status', ['active', 'paused']), ['Alpha', 'Beta']],
    ['in with values that need quotes', (q) => q.in('title', [`${run} Beta`, `${run} a,b`, '(x)']), ['Beta']],
    ['in of nothing', (q) => q.in('status', []), []],
    ['notIn', (q) => q.notIn('status', ['active', 'paused']), ['Delta', 'Gamma']],
    ['contains, of an object', (q) => q.contains('metrics', { tags: ['b'] }), ['Alpha', 'Beta']],
    ['containedBy, of an object', (q) => q.containedBy('metrics', { views: 9, tags: ['b', 'c'] }), ['Beta', 'Gamma']],
    ['textSearch', (q) => q.textSearch('description', 'fox & quick', { config: 'english' }), ['Delta']],
    ['textSearch, plain', (q) => q.textSearch('description', 'quick foxes', { type: 'plain', config: 'english' }), ['Delta']],
    ['textSearch, phrase', (q) => q.textSearch('description', 'foxes quick', { type: 'phrase', config: 'english' }), []],
    ['textSearch, websearch', (q) => q.textSearch('description', '"brown foxes" -cat', { type: 'websearch' }), ['Delta']],
    ['match', (q) => q.match({ status: 'draft', title: `${run} Delta 100%_x` }), ['Delta']],
    ['not', (q) => q.not('status', 'in', '("draft","paused")'), ['Alpha']],
    ['or', (q) => q.or('status.eq.active,status.eq.paused'), ['Alpha', 'Beta']],
    ['or, with and inside', (q) => q.or(`status.eq.active,and(status.eq.draft,title.like.*Delta*)`), ['Alpha', 'Delta']],
    ['or, negated inside', (q) => q.or('status.not.in.(draft,paused),not.and(status.neq.draft,metrics->>views.gt.0)'), ['Alpha', 'Delta', 'Gamma']],
    ['or, with a quoted value', (q) => q.or(`title.eq."${run} Gamma, \\"quoted\\" (and) more\\\\",status.eq.none`), ['Gamma']],
    ['filter', (q) => q.filter('status', 'in', '(active,paused)'), ['Alpha', 'Beta']],
    ['filter, negated', (q) => q.filter('status', 'not.eq', 'draft'), ['Alpha', 'Beta']],
    ['text in json', (q) => q.eq('metrics->place->>city', 'Bern'), ['Alpha']],
    ['json in json', (q) => q.gt('metrics->views', 9), ['Alpha', 'Delta']],
    ['an element of an array in json', (q) => q.eq('metrics->tags->>0', 'b'), ['Beta']],
    ['a value that would be SQL', (q) => q.eq('title', "x' or '1'='1"), []],
  ]) {
    test(what, async () => {
      assert.deepEqual(await found(narrow(all())), expected)
    })
  }

  test('order, by several and with NULLs where they are wanted', async () => {
    const rows = (order) => found(order(ada.from('campaigns').select('title').like('title', `${run}%`)))

    assert.deepEqual(await rows((q) => q.order('status').order('title', { ascending: false })), ['Alpha', 'Gamma', 'Delta', 'Beta'])
    assert.deepEqual(
      await rows((q) => q.order('metrics->views', { nullsFirst: true }).order('title')),
      ['Gamma', 'Beta', 'Alpha', 'Delta'],
    )
    assert.deepEqual(
      await rows((q) => q.order('metrics->views', { ascending: false, nullsFirst: false }).order('title')),
      ['Delta', 'Alpha', 'Beta', 'Gamma'],
    )
  })

  test('limit and range', async () => {
    assert.deepEqual(await found(all().limit(2)), ['Alpha', 'Beta'])
    assert.deepEqual(await found(all().range(1, 2)), ['Beta', 'Delta'])
    assert.deepEqual(await found(all().limit(0)), [])
  })

  test('columns, other names for them, and what is in json', async () => {
    const row = await data(
      ada.from('campaigns').select('name:title, metrics->place->>city, first:metrics->tags->0').eq('id', ids[0]).single(),
    )

    assert.deepEqual(row, { name: `${run} Alpha`, city: 'Bern', first: 'a' })
  })

  test('other names may be anything', async () => {
    for (const name of ['a?1', 'a:b', '{a}', "it's", 'back\\\\slash', 'a\\"b', '-- x', '🔔']) {
      const row = await data(ada.from('campaigns').select(`"${name}":status`).eq('id', ids[0]).single())
      assert.deepEqual(Object.values(row), ['active'], name)
      assert.deepEqual(Object.keys(row), [name.replace(/\\(.)/g, '$1')])
    }
  })

  test('counts, with rows and without', async () => {
    for (const count of ['exact', 'estimated']) {
      const page = await ada.from('campaigns').select('id', { count }).like('title', `${run}%`).limit(3)
      assert.deepEqual([page.status, page.count, page.data.length], [206, 4, 3])
    }
    const whole = await ada.from('campaigns').select('id', { count: 'exact' }).like('title', `${run}%`)
    assert.deepEqual([whole.status, whole.count], [200, 4])
    const planned = await ada.from('campaigns').select('id', { count: 'planned' })
    assert.ok(planned.count >= 1, String(planned.count))
    const head = await ada.from('campaigns').select('*', { count: 'exact', head: true }).like('title', `${run}%`)
    assert.deepEqual([head.error, head.data, head.count], [null, null, 4])
    const none = await ada.from('campaigns').select('*', { count: 'exact' }).eq('title', `${run} none`)
    assert.deepEqual([none.data, none.count], [[], 0])
  })

  test('a page behind the last row', async () => {
    const request = ada.from('campaigns').select('id', { count: 'exact' }).like('title', `${run}%`)
    await refused(request.range(10, 19), 416, 'PGRST103', /not satisfiable/)
  })

  test('groups are counted', async () => {
    const rows = await data(ada.from('campaigns').select('status,count').like('title', `${run}%`).order('status'))

    assert.deepEqual(rows, [{ status: 'active', count: 1 }, { status: 'draft', count: 2 }, { status: 'paused', count: 1 }])
  })

  test('single, maybeSingle and without NULLs', async () => {
    assert.equal((await data(all().limit(1).single())).title, `${run} Alpha`)
    assert.equal((await data(all().limit(1).maybeSingle())).title, `${run} Alpha`)
    assert.equal(await data(all().eq('title', 'none').maybeSingle()), null)
    await refused(all().single(), 406, 'PGRST116')
    await refused(all().maybeSingle(), 406, 'PGRST116')
    const { data: event } = await ada.from('events').insert({ title: run }).select('title,location').stripNulls().single()
    assert.deepEqual(event, { title: run })
  })
})

describe('embedded tables', () => {
  let event, own, others

  before(async () => {
    event = await data(ada.from('events').insert({ title: `${run} Sprint` }).select().single())
    own = await data(
      ada.from('event_participants').insert({ event_id: event.id, user_id: ada.userId }).select().single(),
    )
    others = await data(
      ben.from('event_participants').insert({ event_id: event.id, user_id: ben.userId, status: 'cancelled' }).select().single(),
    )
  })

  after(async () => {
    await data(ada.from('events').delete().eq('id', event.id))
  })

  test('are counted', async () => {
    const row = await data(ada.from('events').select('id, event_participants(count)').eq('id', event.id).single())

    assert.deepEqual(row, { id: event.id, event_participants: [{ count: 2 }] })
  })

  test('are told, with filters, order and a page of their own', async () => {
    const people = (narrow) =>
      data(narrow(ada.from('events').select('people:event_participants(user_id,status)')).eq('id', event.id).single())

    assert.deepEqual((await people((q) => q.eq('people.status', 'cancelled'))).people, [{ user_id: ben.userId, status: 'cancelled' }])
    assert.deepEqual(
      (await people((q) => q.order('status', { referencedTable: 'people' }).limit(1, { referencedTable: 'people' }))).people,
      [{ user_id: ben.userId, status: 'cancelled' }],
    )
    assert.equal(
      (await people((q) => q.or('status.eq.cancelled,status.eq.registered', { referencedTable: 'people' }))).people.length,
      2,
    )
  })

  test('are the one row that is referred to', async () => {
    const row = await data(ada.from('event_participants').select('status, events(title)').eq('id', own.id).single())

    assert.deepEqual(row, { status: 'registered', events: { title: event.title } })
  })

  test('leave rows out as inner ones', async () => {
    const cancelled = ada.from('events').select('id, event_participants!inner(status)').eq('event_participants.status', 'attending')

    assert.deepEqual(await data(cancelled.eq('id', event.id)), [])
  })

  test('are in one another', async () => {
    const row = await data(
      ada.from('event_participants').select('events(title, event_participants(count))').eq('id', others.id).single(),
    )

    assert.deepEqual(row, { events: { title: event.title, event_participants: [{ count: 2 }] } })
  })

  test('that are none are named', async () => {
    await refused(ada.from('events').select('*, challenges(*)'), 400, 'PGRST200', /'events' and 'challenges'/)
    await refused(ada.from('events').select('*').eq('event_participants.status', 'x'), 400, 'PGRST108', /event_participants/)
  })
})

describe('writing', () => {
  const titles = []
  const title = (name) => titles[titles.push(`${run} ${name}`) - 1]

  after(async () => {
    await data(ada.from('challenges').delete().like('title', `${run}%`))
  })

  test('one row, without an answer and with the count of it', async () => {
    const answer = await ada.from('challenges').insert({ title: title('One') }, { count: 'exact' })

    assert.deepEqual([answer.status, answer.data, answer.count, answer.error], [201, null, 1, null])
  })

  test('several rows, told in their order', async () => {
    const rows = await data(ada.from('challenges').insert([{ title: title('z') }, { title: title('a') }]).select('title,status'))

    assert.deepEqual(rows, [{ title: `${run} z`, status: 'draft' }, { title: `${run} a`, status: 'draft' }])
  })

  test('what a row of several does not name is NULL, or its default if asked', async () => {
    const rows = [{ title: title('Default') }, { title: title('Open'), status: 'open' }]

    await refused(ada.from('challenges').insert(rows), 400, '23502', /"status"/)
    const told = await data(ada.from('challenges').insert(rows, { defaultToNull: false }).select('status'))
    assert.deepEqual(told, [{ status: 'draft' }, { status: 'open' }])
  })

  test('nothing at all', async () => {
    assert.deepEqual(await data(ada.from('challenges').insert([]).select()), [])
    assert.deepEqual(await data(ada.from('challenges').update({}).eq('title', `${run} One`).select()), [])
  })

  test('numbers keep all their digits', async () => {
    const metrics = '{"big":12345678901234567890,"exact":0.1234567890123456789,"zeros":1.500}'
    const row = await data(
      ada.from('campaigns').insert({ title: `${run} Digits`, metrics: JSON.parse('{}') }).select('id').single(),
    )
    const { data: { session } } = await ada.auth.getSession()
    const headers = {
      authorization: `Bearer ${session.access_token}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    }
    const answer = await fetch(`${ada.rest.url}/campaigns?id=eq.${row.id}&select=metrics,version`, {
      method: 'PATCH',
      headers,
      body: `{"metrics":${metrics}}`,
    })
    const read = await fetch(`${ada.rest.url}/campaigns?id=eq.${row.id}&select=metrics`, { headers })

    const expected = '{"big": 12345678901234567890, "exact": 0.1234567890123456789, "zeros": 1.500}'
    assert.equal(await answer.text(), `[{"metrics":${expected},"version":1}]`)
    assert.equal(await read.text(), `[{"metrics":${expected}}]`)
    await data(ada.from('campaigns').delete().eq('id', row.id))
  })

  test('updates, with every filter and the count', async () => {
    await data(ada.from('challenges').insert([{ title: title('u1') }, { title: title('u2') }, { title: title('u3') }]))

    const answer = await ada
      .from('challenges')
      .update({ status: 'closed' }, { count: 'exact' })
      .or(`title.eq.${run} u1,title.eq.${run} u2`)
    const rows = await data(ada.from('challenges').update({ status: 'open' }).in('title', [`${run} u2`, `${run} u3`]).select('title,version').order('title', { ascending: false }))

    assert.deepEqual([answer.status, answer.count, answer.data], [204, 2, null])
    assert.deepEqual(rows, [{ title: `${run} u3`, version: 1 }, { title: `${run} u2`, version: 2 }])
  })

  test('updates and deletes of more rows than allowed change nothing', async () => {
    await data(ada.from('challenges').insert([{ title: title('m1') }, { title: title('m2') }]))
    const both = (request) => request.in('title', [`${run} m1`, `${run} m2`])

    await refused(both(ada.from('challenges').update({ status: 'open' })).maxAffected(1), 400, 'PGRST124')
    await refused(both(ada.from('challenges').delete()).maxAffected(1), 400, 'PGRST124')
    await refused(both(ada.from('challenges').update({ status: 'open' })).select().single(), 406, 'PGRST116')

    assert.deepEqual(await data(both(ada.from('challenges').select('status'))), [{ status: 'draft' }, { status: 'draft' }])
    assert.equal((await both(ada.from('challenges').delete({ count: 'exact' }).maxAffected(2))).count, 2)
  })

  test('a delete tells what has gone', async () => {
    await data(ada.from('challenges').insert({ title: title('gone') }))

    assert.deepEqual(await data(ada.from('challenges').delete().eq('title', `${run} gone`).select('title').single()), { title: `${run} gone` })
    assert.deepEqual(await data(ada.from('challenges').select().eq('title', `${run} gone`)), [])
  })

  test('upserts by the primary key', async () => {
    const id = crypto.randomUUID()

    const made = await ada.from('challenges').upsert({ id, title: title('up') }).select('title,version').single()
    const changed = await ada.from('challenges').upsert({ id, title: title('up again') }).select('title,version').single()

    assert.deepEqual([made.status, made.data], [201, { title: `${run} up`, version: 0 }])
    assert.deepEqual([changed.status, changed.data], [200, { title: `${run} up again`, version: 1 }])
  })

  test('upserts by another key, many at once, or leaves alone what is there', async () => {
    const event = await data(ada.from('events').insert({ title: `${run} Upsert` }).select('id').single())
    const part = (status) => ({ event_id: event.id, user_id: ada.userId, status })
    const onConflict = 'event_id,user_id'

    const first = await data(ada.from('event_participants').upsert([part('registered')], { onConflict }).select('id,status'))
    const second = await data(ada.from('event_participants').upsert([part('attending')], { onConflict }).select('id,status'))
    const ignored = await data(
      ada.from('event_participants').upsert([part('cancelled')], { onConflict, ignoreDuplicates: true }).select('id'),
    )

    assert.deepEqual(second, [{ id: first[0].id, status: 'attending' }])
    assert.deepEqual(ignored, [])
    await refused(ada.from('event_participants').upsert([part('attending'), part('cancelled')], { onConflict }), 500, '21000')
    await refused(ada.from('event_participants').upsert(part('attending'), { onConflict: 'status' }), 400, '42P10')
    await refused(ada.from('event_participants').insert(part('attending')), 409, '23505', /duplicate key/)
    await data(ada.from('events').delete().eq('id', event.id))
  })

  test('upserts that meet each other all succeed', async () => {
    const event = await data(ada.from('events').insert({ title: `${run} Race` }).select('id').single())
    const part = { event_id: event.id, user_id: ada.userId }

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ada.from('event_participants').upsert(part, { onConflict: 'event_id,user_id' }).select()),
    )

    assert.deepEqual([...new Set(answers.map((answer) => answer.data?.[0].id))].length, 1, JSON.stringify(answers))
    await data(ada.from('events').delete().eq('id', event.id))
  })

  test('a stale version is refused in an upsert too', async () => {
    const row = await data(ada.from('challenges').insert({ title: title('stale') }).select().single())
    await data(ada.from('challenges').update({ title: title('newer') }).eq('id', row.id))

    await refused(ada.from('challenges').upsert(row), 409, '40001')
  })
})

describe('what is refused', () => {
  for (const [what, request, status, code, message] of [
    ['an unknown column to select', (c) => c.from('challenges').select('nope'), 400, '42703', /challenges\.nope/],
    ['an unknown column to order by', (c) => c.from('challenges').select().order('nope'), 400, '42703', /nope/],
    ['an unknown column in or', (c) => c.from('challenges').select().or('nope.eq.1'), 400, '42703', /nope/],
    ['an unknown column among several rows', (c) => c.from('challenges').insert([{ title: 'x', nope: 1 }]), 400, 'PGRST204', /'nope'/],
    ['a column that is none', (c) => c.from('challenges').select('nope'), 400, '42703', /challenges\.nope/],
    ['a table that is not mapped', (c) => c.from('pg_roles').select(), 404, 'PGRST205', /pg_roles/],
    ['a table with the password hashes', (c) => c.schema('belfry').from('accounts').select(), 406, 'PGRST106', /belfry/],
    ['an operator that is none', (c) => c.from('challenges').select().filter('title', 'equals', 'x'), 400, 'PGRST100', /filter \(equals\.x\)/],
    ['a broken or', (c) => c.from('challenges').select().or('title.eq.x,'), 400, 'PGRST100', /logic tree/],
    ['a cast to nothing', (c) => c.from('challenges').select('version::nope'), 400, '42704', /nope/],
    ['an aggregate of texts', (c) => c.from('challenges').select('title.sum()'), 404, '42883', /sum\(text\)/],
    ['a comparison that PostgreSQL has not', (c) => c.from('challenges').select().like('id', 'x%'), 404, '42883', /operator does not exist/],
    ['a range operator on what is no range', (c) => c.from('challenges').select().rangeGt('title', '[1,2]'), 404, '42883', /operator/],
    ['an overlap of what is no array', (c) => c.from('campaigns').select().overlaps('metrics', ['a']), 404, '42883', /jsonb && /],
    ['json that is none', (c) => c.from('campaigns').select().contains('metrics', 'no json'), 400, '22P02', /json/],
    ['a state of what is no boolean', (c) => c.from('challenges').select().is('title', true), 400, '42804', /boolean/],
    ['a bad regular expression', (c) => c.from('challenges').select().regexMatch('title', '('), 400, '2201B', /regular expression/],
    ['a bad search', (c) => c.from('challenges').select().textSearch('title', 'a &'), 400, '42601', /tsquery/],
    ['a search in a language that is none', (c) => c.from('challenges').select().textSearch('title', 'a', { config: 'no' }), 400, '42704', /no/],
    ['a number that is too large', (c) => c.from('challenges').select().eq('version', '99999999999'), 400, '22003', /out of range/],
    ['half a number for a whole one', (c) => c.from('events').insert({ title: 'x', capacity: 1.5 }), 400, '22P02', /1\.5/],
    ['no title', (c) => c.from('challenges').insert({ title: null }), 400, '23502', /"title"/],
    ['a NUL', (c) => c.from('challenges').insert({ title: 'a\u0000b' }), 400, '22P05', /Unicode/],
    ['a reference to nothing', (c) => c.from('event_participants').insert({ event_id: crypto.randomUUID(), user_id: c.userId }), 409, '23503', /foreign key/],
    ['an update of every row', (c) => c.from('challenges').update({ title: 'x' }), 400, '21000', /UPDATE requires a WHERE clause/],
    ['json that is NULL where there has to be some', (c) => c.from('campaigns').insert({ title: 'x', metrics: null }), 400, '23502', /"metrics"/],
    ['a function that is none', (c) => c.rpc('nope', { a: 1 }), 404, 'PGRST202', /public\.nope\(a\)/],
    ['a picture', (c) => c.from('challenges').select().setHeader('Accept', 'image/png'), 406, 'PGRST107', /image\/png/],
    ['a negative limit', (c) => c.from('challenges').select().limit(-1), 416, 'PGRST103', /./],
  ]) {
    test(what, async () => {
      await refused(request(ada), status, code, message)
    })
  }

  test('an error has all four parts', async () => {
    const error = await refused(ada.from('challenges').select().like('id', 'x'), 404, '42883')

    assert.deepEqual(Object.keys(error).sort(), ['code', 'details', 'hint', 'message'])
    assert.match(error.hint, /explicit type casts/)
  })

  test('whoever is not signed in sees that with 401', async () => {
    await refused(anon.from('events').select(), 401, '42501', /permission denied/)
    await refused(anon.from('challenges').select('id, events(count)'), 400, 'PGRST200')
  })
})
