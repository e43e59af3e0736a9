// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeSupabase } from './fakeSupabase'
import { useBroadcastChat } from './useBroadcastChat'
import { useContentCollaboration } from './useContentCollaboration'
import { useCursors } from './useCursors'
import { useRoomPresence } from './useRoomPresence'

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)

const me = { id: 'me', name: 'Ada' }
let supabase: FakeSupabase

beforeEach(() => {
  vi.useFakeTimers()
  supabase = new FakeSupabase()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

async function shown<T, P>(hook: (props: P) => T, initialProps: P) {
  const rendered = renderHook(hook, { initialProps })
  await act(async () => {})
  return { hook: () => rendered.result.current, rerender: rendered.rerender }
}

describe('a room', () => {
  const room = (location: string) => useRoomPresence(supabase.client, 'lobby', 'me', { name: 'Ada', location })

  it('tells the others where one is, and again after a reconnect', async () => {
    const { hook, rerender } = await shown(room, 'door' as string)
    const channel = supabase.at('room:lobby')
    expect(channel.options).toEqual({ config: { presence: { key: 'me' } } })
    expect(channel.tracked).toEqual([])

    await channel.says('SUBSCRIBED')
    expect(hook().joined).toBe(true)
    rerender('window')
    await channel.says('CHANNEL_ERROR')
    await channel.says('SUBSCRIBED')

    expect(channel.tracked.map(({ location }) => location)).toEqual(['door', 'window', 'window'])
  })

  it('knows everybody once, however many windows they have', async () => {
    const { hook } = await shown(room, 'door')
    const channel = supabase.at('room:lobby')
    channel.presences = { me: [{ name: 'Ada' }], ben: [{ name: 'Ben', location: 'door' }, { name: 'Ben', location: 'bar' }] }
    await channel.tells('presence', 'sync')

    expect(hook().members).toMatchObject([
      { key: 'ben', windows: 2, latest: { location: 'bar' } },
      { key: 'me', windows: 1 },
    ])
  })

  it('says who came and who left, but not of those who only moved', async () => {
    const { hook } = await shown(room, 'door')
    const channel = supabase.at('room:lobby')
    await channel.tells('presence', 'join', { currentPresences: [], newPresences: [{ name: 'Ben' }] })
    await channel.tells('presence', 'join', { currentPresences: [{ name: 'Ben' }], newPresences: [{ name: 'Ben' }] })
    await channel.tells('presence', 'leave', { currentPresences: [{ name: 'Ben' }], leftPresences: [{ name: 'Ben' }] })
    await channel.tells('presence', 'leave', { currentPresences: [], leftPresences: [{ name: 'Ben' }] })

    expect(hook().news.map(({ kind, name }) => `${name} ${kind}`)).toEqual(['Ben left', 'Ben came'])
  })
})

describe('a chat', () => {
  it('shows what others say, and whether the server has what one says oneself', async () => {
    const { hook } = await shown(() => useBroadcastChat(supabase.client, 'lobby', me), null)
    const channel = supabase.at('chat:lobby')
    await channel.says('SUBSCRIBED')
    await channel.tells('broadcast', 'message', { payload: { id: '1', userId: 'ben', name: 'Ben', text: 'Hello' } })
    await channel.tells('broadcast', 'message', { payload: { nonsense: true } })
    await act(() => hook().send('Hi Ben'))
    channel.answer = 'timed out'
    await act(() => hook().send('Still there?'))

    expect(hook().messages.map(({ text, state }) => [text, state])).toEqual([
      ['Hello', undefined],
      ['Hi Ben', 'sent'],
      ['Still there?', 'failed'],
    ])
    expect(channel.sent[0]).toMatchObject({ type: 'broadcast', event: 'message', payload: { userId: 'me', text: 'Hi Ben' } })
    expect(channel.options).toEqual({ config: { broadcast: { ack: true, self: false } } })
  })

  it('does not claim to have sent what was said while away', async () => {
    const { hook } = await shown(() => useBroadcastChat(supabase.client, 'lobby', me), null)
    await act(() => hook().send('Hello?'))
    expect(hook().messages).toMatchObject([{ state: 'failed' }])
  })
})

describe('cursors', () => {
  it('are sent at most twenty times a second, the last place always', async () => {
    const { hook } = await shown(() => useCursors(supabase.client, 'lobby', me), null)
    const channel = supabase.at('cursors:lobby')
    await channel.says('SUBSCRIBED')
    for (let n = 0; n <= 9; n++) hook().move(n / 10, 0)
    await act(async () => void (await vi.advanceTimersByTimeAsync(200)))

    expect(channel.sent.map(({ payload }) => payload.x)).toEqual([0, 0.9])
  })

  it('of others are shown until they have not moved for a while', async () => {
    const { hook } = await shown(() => useCursors(supabase.client, 'lobby', me), null)
    const channel = supabase.at('cursors:lobby')
    await channel.tells('broadcast', 'cursor', { payload: { userId: 'ben', name: 'Ben', x: 0.5, y: 0.25 } })
    await channel.tells('broadcast', 'cursor', { payload: { userId: 'me', name: 'Ada', x: 0, y: 0 } })
    expect(hook().cursors).toMatchObject([{ userId: 'ben', x: 0.5 }])

    await act(async () => void (await vi.advanceTimersByTimeAsync(6_000)))
    expect(hook().cursors).toEqual([])
  })
})

describe('a text that is written together', () => {
  const text = { id: 't', title: 'Title', body: 'Body', version: 3, created_by: 'ben', updated_at: '2026-01-01T09:00:00Z' }

  async function opened() {
    supabase.tables.content_items = [{ ...text }]
    const { hook } = await shown(() => useContentCollaboration(supabase.client, 't', me), null)
    const channel = supabase.at('content:t')
    await channel.says('SUBSCRIBED')
    return { hook, channel }
  }

  it('shows where the others are', async () => {
    const { hook, channel } = await opened()
    channel.presences = { me: [{ name: 'Ada' }], ben: [{ name: 'Ben', section: 'body', cursor: 4, lastActivity: 'now' }] }
    await channel.tells('presence', 'sync')
    expect(hook().others).toMatchObject([{ key: 'ben', latest: { section: 'body', cursor: 4 } }])
  })

  it('tells where one is oneself, though not with every key', async () => {
    const { hook, channel } = await opened()
    for (let cursor = 0; cursor < 10; cursor++) hook().at('body', cursor)
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))

    expect(channel.tracked).toMatchObject([
      { section: null },
      { name: 'Ada', section: 'body', cursor: 0, lastActivity: expect.any(String) },
      { section: 'body', cursor: 9 },
    ])
  })

  it('is not saved over what somebody else has saved meanwhile', async () => {
    const { hook } = await opened()
    const base = hook().item!
    Object.assign(supabase.tables.content_items![0]!, { body: 'by Ben', version: 4 })
    let outcome
    await act(async () => (outcome = await hook().save(base, { title: 'Title', body: 'by me' })))

    expect(outcome).toEqual({ type: 'conflict' })
    expect(hook().item).toMatchObject({ body: 'by Ben', version: 4 })
  })

  it('is saved with who did', async () => {
    const { hook } = await opened()
    await act(async () => void (await hook().save(hook().item!, { title: 'Title', body: 'by me' })))
    expect(supabase.tables.content_items).toMatchObject([{ body: 'by me', updated_by: 'me', version: 4 }])
  })
})
