// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { beginWrite, endWrite } from '../rows/ownWrites'
import { FakeSupabase } from './fakeSupabase'
import { useNotifications } from './useNotifications'
import { useRealtimeDebugger } from './useRealtimeDebugger'
import { useRealtimeHealth } from './useRealtimeHealth'
import { useThrottled } from './useThrottled'

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)

let supabase: FakeSupabase

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  supabase = new FakeSupabase()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

async function shown<T>(hook: () => T) {
  const { result, unmount } = renderHook(hook)
  await act(async () => {})
  return { hook: () => result.current, unmount }
}

describe('throttled calls', () => {
  it('go out at once, then the last one of each interval', () => {
    const calls: number[] = []
    const { result } = renderHook(() => useThrottled((n: number) => calls.push(n), 100))
    result.current(1)
    result.current(2)
    result.current(3)
    expect(calls).toEqual([1])

    vi.advanceTimersByTime(100)
    result.current(4)
    expect(calls).toEqual([1, 3])
    vi.advanceTimersByTime(300)
    result.current(5)
    expect(calls).toEqual([1, 3, 4, 5])
  })

  it('end with the component', () => {
    const calls: number[] = []
    const { result, unmount } = renderHook(() => useThrottled((n: number) => calls.push(n), 100))
    result.current(1)
    result.current(2)
    unmount()
    vi.advanceTimersByTime(1_000)
    expect(calls).toEqual([1])
  })
})

describe('the debugger', () => {
  it('hears all tables, and counts on while it is paused', async () => {
    const { hook } = await shown(() => useRealtimeDebugger(supabase.client))
    const channel = supabase.at('debugger')
    expect(channel.bindings).toEqual([{ event: '*', schema: 'public' }])

    await channel.changes('INSERT', 'challenges', { id: '1' })
    await channel.changes('DELETE', 'events', { id: '2' })
    act(() => hook().pause(true))
    await channel.changes('UPDATE', 'challenges', { id: '1' })

    expect(hook().heard).toMatchObject([
      { kind: 'DELETE', table: 'events', row: { id: '2' } },
      { kind: 'INSERT', table: 'challenges', row: { id: '1' } },
    ])
    expect([...hook().counts]).toEqual([['challenges', 2], ['events', 1]])
  })

  it('says what the server says', async () => {
    const { hook } = await shown(() => useRealtimeDebugger(supabase.client))
    await supabase.at('debugger').tells('system', '', { message: 'Subscribed to PostgreSQL' })
    expect(hook().said).toBe('Subscribed to PostgreSQL')
  })
})

describe('notifications', () => {
  const row = (version: number) => ({ id: 'a', title: 'Paper', version })

  async function following() {
    const { hook } = await shown(() => useNotifications(supabase.client, 'me'))
    act(() => hook().follow({ id: 'a', title: 'Paper' }, true))
    return { hook, channel: supabase.at('notifications') }
  }

  it('come when what one follows is changed or deleted, once each', async () => {
    const { hook, channel } = await following()
    await channel.changes('UPDATE', 'challenges', row(2))
    await channel.changes('UPDATE', 'challenges', row(2))
    await channel.changes('UPDATE', 'challenges', { ...row(2), id: 'other' })
    await channel.changes('DELETE', 'challenges', { id: 'a' })

    expect(hook().notifications).toMatchObject([
      { kind: 'deleted', title: 'Paper', table: 'challenges' },
      { kind: 'changed', title: 'Paper' },
    ])
    expect(hook().unread).toBe(2)
    act(() => hook().markRead())
    expect(hook().unread).toBe(0)
  })

  it('do not come of what this page has done', async () => {
    const { hook, channel } = await following()
    beginWrite('a')
    endWrite('a', 2)
    await channel.changes('UPDATE', 'challenges', row(2))
    expect(hook().notifications).toEqual([])

    await channel.changes('UPDATE', 'challenges', row(3))
    expect(hook().unread).toBe(1)
  })

  it('are remembered to be wanted, and can be given up', async () => {
    await following()
    cleanup()
    const { hook } = await shown(() => useNotifications(supabase.client, 'me'))
    expect(hook().follows('a')).toBe(true)

    act(() => hook().follow({ id: 'a', title: 'Paper' }, false))
    expect(hook().follows('a')).toBe(false)
  })
})

describe('health', () => {
  it('keeps how long heartbeats took, and knows the state', async () => {
    let heartbeat: (status: string, latency?: number) => void = () => {}
    const realtime = {
      onHeartbeat: (callback: typeof heartbeat) => (heartbeat = callback),
      isConnected: () => true,
      getChannels: () => [{ state: 'joined' }],
      sendHeartbeat: vi.fn(async () => {}),
      pendingHeartbeatRef: null as string | null,
    }
    const client = { realtime, getChannels: realtime.getChannels } as unknown as SupabaseClient
    const { hook } = await shown(() => useRealtimeHealth(client))
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)))
    act(() => {
      heartbeat('sent')
      heartbeat('ok', 12)
      heartbeat('ok', 9)
    })

    expect(hook()).toMatchObject({ status: 'connected', latencyMs: 9, latencies: [12, 9], channels: 1, reconnects: 0 })
    hook().measure()
    expect(realtime.sendHeartbeat).toHaveBeenCalledTimes(2)
    realtime.pendingHeartbeatRef = '7'
    hook().measure()
    expect(realtime.sendHeartbeat).toHaveBeenCalledTimes(2)
  })
})
