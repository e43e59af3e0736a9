import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { challenge, client, eventually, listening, signedIn } from './server.mjs'

for (const vsn of ['2.0.0', '1.0.0']) {
  describe(`supabase-js, version ${vsn} of the wire`, () => {
    let ada, ben, anon

    before(async () => {
      ada = await signedIn('ada', { vsn })
      ben = await signedIn('ben', { vsn })
      anon = client({ vsn })
      // supabase-js takes the session's token into its first join a moment after the sign-in.
      await new Promise((resolve) => setTimeout(resolve, 100))
    })

    after(async () => {
      for (const supabase of [ada, ben, anon]) await supabase.removeAllChannels()
    })

    test('hears an insert, an update and a delete of somebody else, in order', async () => {
      const heard = await listening(ben, { event: '*', table: 'challenges' })

      const row = await challenge(ada, { title: 'First' })
      const { data: updated } = await ada.from('challenges').update({ title: 'Second' }).eq('id', row.id).select()
      await ada.from('challenges').delete().eq('id', row.id)

      const mine = () => heard.changes.filter((change) => (change.new.id ?? change.old.id) === row.id)
      await eventually('three changes', () => mine().length >= 3)
      assert.deepEqual(mine().map((change) => change.eventType), ['INSERT', 'UPDATE', 'DELETE'])
      assert.deepEqual(mine()[0].new, row)
      assert.deepEqual(mine()[1].new, updated[0])
      assert.deepEqual(mine()[1].old, row)
      assert.deepEqual(mine()[2].old, updated[0])
      assert.equal(mine()[0].errors, null)
    })

    test('hears only what its filter asks for', async () => {
      const heard = await listening(ben, { event: 'INSERT', table: 'challenges', filter: `created_by=eq.${ben.userId}` })

      await challenge(ada)
      const mine = await challenge(ben)

      await eventually('my own insert', () => heard.changes.length > 0)
      assert.deepEqual(heard.changes.map((change) => change.new.id), [mine.id])
    })

    test('filters may compare, negate, choose, and look for patterns', async () => {
      const title = `Filter ${crypto.randomUUID()}`
      const wanted = {
        like: `title=like.${title}%`,
        both: `title=match."^Filter ",version=lt.1,title=like.${title}%`,
        some: `or(title.eq."${title} one",title.in.("${title} two",none)),status=not.eq.draft`,
        none: `title=like.${title}%,status=neq.open`,
      }
      const heard = {}
      for (const [name, filter] of Object.entries(wanted)) {
        heard[name] = await listening(ben, { event: 'INSERT', table: 'challenges', filter })
        await eventually('the subscription', () => heard[name].system.length > 0)
        assert.deepEqual(heard[name].system.map((message) => message.message), ['Subscribed to PostgreSQL'])
      }

      for (const number of ['one', 'two', 'three']) await challenge(ada, { title: `${title} ${number}` })

      const numbers = (name) => heard[name].changes.map((change) => change.new.title.slice(title.length + 1))
      await eventually('three inserts', () => numbers('like').length === 3 && numbers('both').length === 3)
      await eventually('two of them', () => numbers('some').length === 2)
      assert.deepEqual(numbers('some'), ['one', 'two'])
      assert.deepEqual(numbers('none'), [])
    })

    test('selected columns come with the key and nothing else', async () => {
      const heard = await listening(ben, { event: '*', table: 'challenges', select: ['title'] })

      const row = await challenge(ada, { title: 'Only this' })

      await eventually('the insert', () => heard.changes.some((change) => change.new.id === row.id))
      assert.deepEqual(heard.changes.find((change) => change.new.id === row.id).new, { id: row.id, title: 'Only this' })
    })

    test('a delete is held against the whole old row, and a row that leaves the filter is heard of if asked', async () => {
      const title = `Leaving ${crypto.randomUUID()}`
      const filter = `title=eq.${title}`
      const leaving = await listening(ben, { event: 'UPDATE', table: 'challenges', filter, leave: true })
      const staying = await listening(ben, { event: 'UPDATE', table: 'challenges', filter })
      const deleted = await listening(ben, { event: 'DELETE', table: 'challenges', filter: 'title=eq.Gone' })

      const row = await challenge(ada, { title })
      await ada.from('challenges').update({ title: 'Gone' }).eq('id', row.id)
      await ada.from('challenges').delete().eq('id', row.id)

      await eventually('the delete', () => deleted.changes.some((change) => change.old.id === row.id))
      assert.deepEqual(leaving.changes.map((change) => change.new.title), ['Gone'])
      assert.deepEqual(staying.changes, [])
    })

    test('one channel with two bindings gets a change once for each that matches', async () => {
      const heard = await listening(
        ben,
        { event: 'UPDATE', table: 'challenges' },
        { event: '*', table: 'campaigns' },
      )

      const row = await challenge(ada)
      await ada.from('challenges').update({ title: 'New' }).eq('id', row.id)

      await eventually('the update', () => heard.changes.length > 0)
      assert.deepEqual(heard.changes.map((change) => [change.table, change.eventType]), [['challenges', 'UPDATE']])
    })

    test('a draft is heard by its owner and an administrator, and by nobody else', async () => {
      const cai = await signedIn('cai', { vsn })
      await new Promise((resolve) => setTimeout(resolve, 100))
      const [toAda, toBen, toAnon, toCai] = await Promise.all(
        [ada, ben, anon, cai].map((supabase) => listening(supabase, { event: '*', table: 'challenges' })),
      )

      const draft = await challenge(ada, { status: 'draft' })
      const open = await challenge(ada)

      const saw = (heard, id) => heard.changes.some((change) => change.new.id === id)
      for (const heard of [toAda, toBen, toAnon, toCai]) {
        await eventually('the open challenge', () => saw(heard, open.id))
      }
      assert.ok(saw(toAda, draft.id))
      assert.ok(saw(toCai, draft.id))
      assert.ok(!saw(toBen, draft.id))
      assert.ok(!saw(toAnon, draft.id))
      await cai.removeAllChannels()
    })

    test('json and times arrive as the rows have them', async () => {
      const heard = await listening(ben, { event: '*', table: 'campaigns' })

      const { data: row } = await ada
        .from('campaigns')
        .insert({ title: 'Spring', metrics: { views: 12, rate: 0.25, tags: ['a', 'b'] } })
        .select()
        .single()

      await eventually('the campaign', () => heard.changes.length > 0)
      assert.deepEqual(heard.changes[0].new, row)
      assert.deepEqual(row.metrics, { views: 12, rate: 0.25, tags: ['a', 'b'] })
      assert.match(row.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$/)
    })

    test('a table that is not there is told as such, and the channel lives', async () => {
      const heard = await listening(ben, { event: 'INSERT', table: 'nope' })

      const [message] = await eventually('the word of the server', () => heard.system.length > 0 && heard.system)

      assert.equal(message.status, 'error')
      assert.equal(
        message.message,
        'Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect' +
          ' parameters: [event: INSERT, schema: public, table: nope, filters: [], select: nil]',
      )
      assert.equal(heard.channel.state, 'joined')
    })

    test('leaving ends it', async () => {
      const heard = await listening(ben, { event: '*', table: 'challenges' })

      assert.equal(await ben.removeChannel(heard.channel), 'ok')
      await challenge(ada)
      await new Promise((resolve) => setTimeout(resolve, 300))

      assert.deepEqual(heard.changes, [])
    })
  })
}

describe('rows over HTTP', () => {
  let ada, ben

  before(async () => {
    ada = await signedIn('ada')
    ben = await signedIn('ben')
  })

  test('are read by eq, and a draft of somebody else is not there', async () => {
    const draft = await challenge(ada, { status: 'draft' })

    const own = await ada.from('challenges').select().eq('id', draft.id)
    const other = await ben.from('challenges').select().eq('id', draft.id)

    assert.deepEqual(own.data, [draft])
    assert.deepEqual(other.data, [])
  })

  test('are not changed by one who may not, and it is not said that they were', async () => {
    const row = await challenge(ada)

    const updated = await ben.from('challenges').update({ title: 'Mine now' }).eq('id', row.id).select()
    const deleted = await ben.from('challenges').delete().eq('id', row.id).select()

    assert.deepEqual(updated.data, [])
    assert.deepEqual(deleted.data, [])
    assert.deepEqual((await ada.from('challenges').select().eq('id', row.id)).data, [row])
  })

  test('are not made in the name of somebody else', async () => {
    const { error, status } = await ben.from('challenges').insert({ title: 'Forged', created_by: ada.userId })

    assert.equal(status, 403)
    assert.equal(error.code, '42501')
  })

  test('a stale version is a conflict and changes nothing', async () => {
    const row = await challenge(ada)
    const { data } = await ada.from('challenges').update({ title: 'One', version: row.version }).eq('id', row.id).select()

    const stale = await ada.from('challenges').update({ title: 'Two', version: row.version }).eq('id', row.id).select()

    assert.equal(data[0].version, row.version + 1)
    assert.equal(stale.status, 409)
    assert.equal(stale.error.code, '40001')
    assert.equal((await ada.from('challenges').select().eq('id', row.id).single()).data.title, 'One')
  })

  for (const [what, request, status, code] of [
    ['an unknown table', (c) => c.from('nope').select(), 404, 'PGRST205'],
    ['an unknown column in a filter', (c) => c.from('challenges').select().eq('nope', 1), 400, '42703'],
    ['an unknown column in a body', (c) => c.from('challenges').insert({ title: 'x', nope: 1 }), 400, 'PGRST204'],
    ['a value of the wrong type', (c) => c.from('challenges').select().eq('id', 'no-uuid'), 400, '22P02'],
    ['a status that is none', (c) => c.from('challenges').insert({ title: 'x', status: 'odd' }), 400, '23514'],
    ['a change of every row', (c) => c.from('challenges').delete(), 400, '21000'],
    ['no row where one was asked for', (c) => c.from('challenges').select().eq('title', 'no such title').single(), 406, 'PGRST116'],
  ]) {
    test(`${what} is refused with ${status} ${code}`, async () => {
      const answer = await request(ada)

      assert.equal(answer.error?.code, code, JSON.stringify(answer))
      assert.equal(answer.status, status)
    })
  }

  test('without sign-in, published challenges are read and nothing is written', async () => {
    const anon = client()
    const open = await challenge(ada)

    const read = await anon.from('challenges').select().eq('id', open.id)
    const written = await anon.from('challenges').insert({ title: 'Anonymous' })

    assert.deepEqual(read.data, [open])
    assert.equal(written.status, 401)
  })
})

describe('sign-in', () => {
  test('a wrong password is refused', async () => {
    const { error } = await client().auth.signInWithPassword({ email: 'ada@belfry.dev', password: 'wrong' })

    assert.equal(error.code, 'invalid_credentials')
  })

  test('a session is refreshed, and its user is known', async () => {
    const ada = await signedIn('ada')

    const refreshed = await ada.auth.refreshSession()
    const { data } = await ada.auth.getUser()

    assert.equal(refreshed.error, null)
    assert.equal(data.user.email, 'ada@belfry.dev')
  })
})
