// A portal's own tables, views and functions, which nobody has written an entity for, by every method of supabase-js.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, listening, signedIn } from './server.mjs'

let ada

before(async () => {
  ada = await signedIn('ada')
})

after(() => ada.removeAllChannels())

async function data(request) {
  const { data, error, status } = await request
  assert.equal(error, null, JSON.stringify({ status, error }))
  return data
}

describe('reading', () => {
  for (const [what, request, expected] of [
    ['by foreign key', (c) => c.from('own_tasks').select('name,own_teams(name)').eq('id', 1), [{ name: 'write', own_teams: { name: 'red' } }]],
    ['the other way', (c) => c.from('own_teams').select('name,own_tasks(name)').eq('id', 2), [{ name: 'blue', own_tasks: [{ name: 'read' }] }]],
    ['many to many', (c) => c.from('own_tasks').select('name,own_tags(label)').eq('id', 1), [{ name: 'write', own_tags: [{ label: 'new' }] }]],
    ['spread', (c) => c.from('own_tasks').select('name,...own_teams(team:name)').eq('id', 2), [{ name: 'read', team: 'blue' }]],
    ['inner, by a filter of the embedded', (c) => c.from('own_teams').select('name,own_tasks!inner()').eq('own_tasks.name', 'read'), [{ name: 'blue' }]],
    ['without any', (c) => c.from('own_teams').select('name,own_tasks()').is('own_tasks', null), [{ name: 'empty' }]],
    ['ordered by the embedded', (c) => c.from('own_tasks').select('name,own_teams(name)').order('own_teams(name)'), [{ name: 'read', own_teams: { name: 'blue' } }, { name: 'write', own_teams: { name: 'red' } }]],
    ['a view', (c) => c.from('own_names').select('name,own_tasks(name)').eq('team', 1), [{ name: 'red', own_tasks: [{ name: 'write' }] }]],
    ['casts', (c) => c.from('own_tasks').select('n:id::text').eq('id', 1), [{ n: '1' }]],
    ['aggregates', (c) => c.from('own_tasks').select('id.sum(),id.max()'), [{ sum: 3, max: 2 }]],
    ['a function of the row', (c) => c.from('own_tasks').select('own_title').eq('id', 1), [{ own_title: 'Task write' }]],
    ['a column with quotes in its name', (c) => c.from('own_odd').select('*'), [{ 'a "b"': 1, feeling: 'ok' }]],
  ]) {
    test(what, async () => assert.deepEqual(await data(request(ada)), expected))
  }

  test('as comma-separated values', async () => {
    assert.equal(await data(ada.from('own_tags').select('id,label').csv()), 'id,label\n1,new')
  })

  test('the plan', async () => {
    assert.match(await data(ada.from('own_tags').select().explain({ analyze: true })), /own_tags/)
  })
})

describe('functions', () => {
  test('with named arguments, defaults and overloads', async () => {
    assert.equal(await data(ada.rpc('own_add', { a: 1, b: 2 })), 3)
    assert.equal(await data(ada.rpc('own_add', { a: 1 })), 11)
    assert.equal(await data(ada.rpc('own_add', { a: 'x', c: 'y' })), 'xy')
    assert.equal(await data(ada.rpc('own_add', { a: 4 }, { get: true })), 14)
  })

  test('that return rows are filtered, chosen and embedded', async () => {
    const rows = await data(ada.rpc('own_tasks_of', { team: 1 }).select('name,own_teams(name)').eq('name', 'write'))

    assert.deepEqual(rows, [{ name: 'write', own_teams: { name: 'red' } }])
  })

  test('that return nothing', async () => {
    const { error, status } = await ada.rpc('own_nothing')

    assert.deepEqual([error, status], [null, 204])
  })
})

describe('writing', () => {
  test('the database makes keys and defaults, and pages hear of it', async () => {
    const heard = await listening(ada, { event: '*', table: 'own_notes' })

    const { id } = await data(ada.from('own_notes').insert({ text: 'one' }).select().single())
    await data(ada.from('own_notes').update({ text: 'two' }).eq('id', id))
    await data(ada.from('own_notes').delete().eq('id', id))

    await eventually('three changes', () => heard.changes.length === 3)
    assert.deepEqual(
      heard.changes.map((change) => [change.eventType, change.new.text ?? change.old.id]),
      [['INSERT', 'one'], ['UPDATE', 'two'], ['DELETE', id]],
    )
  })

  test('an upsert goes by any unique key', async () => {
    await data(ada.from('own_settings').upsert({ name: 'colour', value: 'red' }, { onConflict: 'name' }))
    const [row] = await data(ada.from('own_settings').upsert({ name: 'colour', value: 'blue' }, { onConflict: 'name' }).select('value'))

    assert.deepEqual(row, { value: 'blue' })
  })

  test('what is rolled back is answered and not kept', async () => {
    const rows = await data(ada.from('own_tags').insert({ id: 9, label: 'x' }).select().rollback())

    assert.deepEqual(rows, [{ id: 9, label: 'x' }])
    assert.deepEqual(await data(ada.from('own_tags').select().eq('id', 9)), [])
  })
})
