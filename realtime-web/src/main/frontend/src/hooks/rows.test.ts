// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Challenge } from '../challenges/types'
import { FakeSupabase } from './fakeSupabase'
import { useCampaign } from './useCampaign'
import { useChallenges } from './useChallenges'
import { useEvents } from './useEvents'
import { useMyChallenges } from './useMyChallenges'

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)

let supabase: FakeSupabase

beforeEach(() => {
  supabase = new FakeSupabase()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const row = (id: string, part: object = {}) => ({
  id,
  title: id,
  description: '',
  status: 'open',
  created_by: 'ben',
  created_at: '2026-01-01T09:00:00Z',
  updated_at: '2026-01-01T09:00:00Z',
  version: 1,
  ...part,
})

async function shown<T>(hook: () => T) {
  const { result, unmount } = renderHook(hook)
  await act(async () => {})
  return { hook: () => result.current, unmount }
}

describe('challenges', () => {
  async function challenges() {
    supabase.tables.challenges = [row('a'), row('b')]
    const { hook, unmount } = await shown(() => useChallenges(supabase.client, 'me'))
    await supabase.at('challenges').says('SUBSCRIBED')
    const titles = () => hook().rows.map(({ title }) => title)
    const named = (id: string) => hook().rows.find((one) => one.id === id)!
    return { hook, titles, named, channel: supabase.at('challenges'), unmount }
  }

  it('are read, and then follow what others do', async () => {
    const { hook, titles, channel } = await challenges()
    expect(titles()).toEqual(['a', 'b'])

    await channel.changes('INSERT', 'challenges', row('c', { updated_at: '2026-01-02T09:00:00Z' }))
    await channel.changes('UPDATE', 'challenges', row('a', { title: 'a, edited', version: 2 }))
    await channel.changes('DELETE', 'challenges', { id: 'b' })

    expect(titles()).toEqual(['c', 'a, edited'])
    expect([...hook().recent]).toEqual(['c', 'a'])
  })

  it('show what is being saved at once', async () => {
    const { hook, titles, named } = await challenges()
    supabase.holding = true
    let saves: Promise<unknown>[] = []
    act(() => {
      saves = [hook().create({ title: 'new', status: 'draft' }), hook().update(named('a'), { title: 'typed' })]
    })
    expect(titles()).toEqual(['new', 'typed', 'b'])
    expect(hook().pending.size).toBe(2)

    await supabase.release()
    await act(async () => void (await Promise.all(saves)))
    expect(titles().sort()).toEqual(['b', 'new', 'typed'])
    expect(named('a').version).toBe(2)
    expect(hook().pending.size).toBe(0)
  })

  it('take back what was refused', async () => {
    const { hook, titles, named } = await challenges()
    supabase.refuses = { code: '42501', message: 'row-level security' }
    let outcome
    await act(async () => (outcome = await hook().update(named('a'), { title: 'mine now' })))

    expect(outcome).toEqual({ type: 'refused', message: 'You are not allowed to change this.' })
    expect(titles()).toEqual(['a', 'b'])
  })

  it('say so when somebody else was faster, and show the newer version', async () => {
    const { hook, titles, named } = await challenges()
    const base = named('a')
    Object.assign(supabase.tables.challenges![0]!, { title: 'by ben', version: 2, updated_at: '2026-01-03T09:00:00Z' })
    let outcome
    await act(async () => (outcome = await hook().update(base, { title: 'by me' })))

    expect(outcome).toEqual({ type: 'conflict' })
    expect(titles()).toEqual(['by ben', 'b'])
  })

  it('keep a row until the server has agreed to delete it', async () => {
    const { hook, titles, named } = await challenges()
    supabase.holding = true
    let deletion: Promise<unknown>
    act(() => {
      deletion = hook().remove(named('a'))
    })
    expect(titles()).toEqual(['a', 'b'])
    expect([...hook().pending]).toEqual(['a'])

    await supabase.release()
    await act(async () => void (await deletion))
    expect(titles()).toEqual(['b'])
  })

  it('do not call news what this page has done', async () => {
    const { hook, named, channel } = await challenges()
    await act(async () => void (await hook().update(named('a'), { title: 'by me' })))
    await channel.changes('UPDATE', 'challenges', row('a', { title: 'by me', version: 2 }))
    expect([...hook().recent]).toEqual([])
  })

  it('are read anew after a reconnect: nothing stays missed', async () => {
    const { titles, channel } = await challenges()
    await channel.says('CHANNEL_ERROR')
    supabase.tables.challenges = [row('b'), row('late')]
    await channel.says('SUBSCRIBED')
    expect(titles()).toEqual(['b', 'late'])
  })

  it('are not overwritten by an answer that was overtaken', async () => {
    supabase.holding = true
    const { hook } = await shown(() => useChallenges(supabase.client, 'me'))
    supabase.holding = false
    supabase.tables.challenges = [row('late')]
    await supabase.at('challenges').says('SUBSCRIBED')
    await supabase.release()
    expect(hook().rows.map(({ id }) => id)).toEqual(['late'])
  })

  it('are joined again when the server has closed the channel', async () => {
    const { channel } = await challenges()
    vi.useFakeTimers()
    await channel.says('CLOSED')
    await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)))
    expect(supabase.channels).toHaveLength(1)
    expect(supabase.at('challenges')).not.toBe(channel)
  })

  it('are left with the page', async () => {
    const { unmount } = await challenges()
    unmount()
    expect(supabase.channels).toEqual([])
  })

  it('say why they cannot be read', async () => {
    supabase.refuses = { code: '', message: 'fetch failed' }
    const { hook } = await shown(() => useChallenges(supabase.client, 'me'))
    expect(hook()).toMatchObject({ loaded: false, error: 'The server cannot be reached.' })
  })
})

it('my challenges are asked of the server, with a filter', async () => {
  supabase.tables.challenges = [row('a', { created_by: 'me' }), row('b')]
  const { hook } = await shown(() => useMyChallenges(supabase.client, 'me'))

  expect(hook().rows.map(({ id }: Challenge) => id)).toEqual(['a'])
  expect(supabase.at('challenges').bindings).toEqual([
    { event: '*', schema: 'public', table: 'challenges', filter: 'created_by=eq.me' },
  ])
})

it('events count who comes, as they sign up and cancel', async () => {
  const participant = (id: string, user_id: string, status = 'registered') => row(id, { event_id: 'e', user_id, status })
  supabase.tables.events = [row('e')]
  supabase.tables.event_participants = [participant('p', 'ben'), participant('q', 'cai', 'cancelled')]
  const { hook } = await shown(() => useEvents(supabase.client, 'me'))
  expect(hook().counts.get('e')).toBe(1)
  expect(hook().comes('e')).toBe(false)

  await act(async () => void (await hook().takePart('e')))
  await supabase.at('event_participants').changes('UPDATE', 'event_participants', { ...participant('q', 'cai'), version: 2 })
  expect(hook().counts.get('e')).toBe(3)
  expect(hook().comes('e')).toBe(true)

  await act(async () => void (await hook().cancel('e')))
  expect(hook().counts.get('e')).toBe(2)

  await act(async () => void (await hook().takePart('e')))
  expect(supabase.tables.event_participants).toHaveLength(3)
})

it('a campaign follows its row, and saves over the version that is shown only', async () => {
  supabase.tables.campaigns = [row('c', { status: 'draft', metrics: {} })]
  const { hook } = await shown(() => useCampaign(supabase.client, 'c', 'me'))
  await supabase.at('campaigns').changes('UPDATE', 'campaigns', row('c', { status: 'active', metrics: { reach: 7 }, version: 2 }))
  expect(hook().campaign).toMatchObject({ status: 'active', metrics: { reach: 7 } })

  let outcome
  await act(async () => (outcome = await hook().change({ status: 'paused' })))
  expect(outcome).toEqual({ type: 'conflict' })
})
