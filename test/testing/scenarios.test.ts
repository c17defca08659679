import { describe, expect, it, onTestFinished } from 'vitest'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import type { FakeBackend } from '../../src/testing/fakeBackend.ts'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import type { Scenario } from '../../src/testing/scenarios/scenario.ts'
import { createTestClient } from '../../src/testing/testClient.ts'
import { stopClock } from '../helpers/stillClock.ts'

/** An inbox with its only conversation open, as long after the scenario's act as is said. */
async function play(scenario: Scenario, afterMs = 1_500) {
  const wait = stopClock()
  const test = createTestClient({
    scenario,
    conversations: [buildConversation({ id: 'one' })],
    messages: [buildMessage({ id: 'first', conversationId: 'one' })],
  })
  onTestFinished(test.client.mount())
  const inbox = test.client.watchConversations()
  const thread = test.client.watchMessages('one')
  onTestFinished(inbox.close)
  onTestFinished(thread.close)
  const undo = test.act()
  onTestFinished(undo)
  await wait(1_000 + afterMs)
  return {
    ...test,
    undo,
    wait,
    inbox,
    thread,
    connection: () => test.client.connection.get(),
    texts: () => thread.get().messages.map(({ text }) => text),
  }
}

/** A mounted client over a scenario that only notes what becomes of it. */
function watchSteps(arrange: NonNullable<Scenario['arrange']>) {
  const wait = stopClock()
  const steps: string[] = []
  const act = () => {
    steps.push('acted')
    return () => void steps.push('undone')
  }
  const test = createTestClient({ scenario: { description: '', arrange, act } })
  onTestFinished(test.client.mount())
  onTestFinished(test.client.watchConversations().close)
  return { ...test, wait, steps }
}

const listStored = (fake: FakeBackend, wanted: string) =>
  [...fake.messages.values()].filter(({ text }) => text === wanted)

describe('a scenario', () => {
  it.each(Object.entries<Scenario>(scenarios))('%s says when it is seen', (_, { description }) => {
    expect(description).toMatch(/^[A-Z“].{20,}\.$/)
  })

  it('acts once everything is loaded, once, and takes back what goes on by itself', async () => {
    const { wait, steps, act } = watchSteps((fake) => fake.setDelay('listConversations', 1_000))
    const early = act()
    await wait(500)
    early()
    const undo = act()
    await wait(600)
    expect(steps).toEqual([])
    await wait(200)
    expect(steps).toEqual(['acted'])
    act()
    await wait(5_000)
    expect(steps).toEqual(['acted'])
    undo()
    undo()
    expect(steps).toEqual(['acted', 'undone'])
  })

  it('acts again where what was undone is on screen again', async () => {
    const { wait, steps, act } = watchSteps(() => {})
    const undo = act()
    await wait(500)
    undo()
    act()
    await wait(500)
    expect(steps).toEqual(['acted', 'undone', 'acted'])
  })

  it('acts after two seconds, whatever is still on its way', async () => {
    const { wait, steps, act } = watchSteps((fake) => fake.setDelay('listConversations', Infinity))
    act()
    await wait(1_900)
    expect(steps).toEqual([])
    await wait(200)
    expect(steps).toEqual(['acted'])
  })

  it('waits for nothing that the application asks for itself', async () => {
    const { wait, steps, act, client } = watchSteps(() => {})
    void client.queryClient.fetchQuery({ queryKey: ['theirs'], queryFn: () => new Promise(() => {}) })
    act()
    await wait(500)
    expect(steps).toEqual(['acted'])
  })

  it('goes on to its end where it was interrupted: no message of a burst is missing', async () => {
    const { client, fake, texts, act, undo, wait } = await play(scenarios.burst, -600)
    undo()
    expect(texts().length).toBeLessThan(1_000)
    onTestFinished(act())
    await wait(5_000)
    expect(fake.messages.size).toBe(1_001)
    expect(texts().slice(-2)).toEqual(['Burst 999', 'Burst 1000'])
    expect(client.connection.get().status).toBe('connected')
  })

  it('asks for nothing twice: what has failed is shown as failed', async () => {
    const { inbox, fake } = await play(scenarios.loadingFailed)
    expect(inbox.get().error?.code).toBe('forbidden')
    expect(fake.calls.filter(({ method }) => method === 'listConversations')).toHaveLength(1)
  })

  it.each([
    ['offline', 'offline', null],
    ['reconnecting', 'reconnecting', null],
    ['onSupabase', 'connected', 'supabase'],
    ['polling', 'connected', 'polling'],
    ['catchingUp', 'catching-up', 'socket'],
    ['unauthorized', 'unauthorized', null],
    ['tokenExpired', 'connected', 'socket'],
    ['mayNotFollow', 'connected', 'socket'],
  ] as const)('%s leads to the status %s', async (name, status, transport) => {
    const { connection } = await play(scenarios[name])
    expect(connection()).toMatchObject({ status, transport })
  })

  it.each(['firstLoad', 'historyLoading'] as const)('%s never ends', async (name) => {
    const { inbox, thread } = await play(scenarios[name], 60_000)
    const { isPending } = name === 'firstLoad' ? inbox.get() : thread.get()
    expect(isPending).toBe(true)
  })

  it('empty holds nothing', async () => {
    const { inbox } = await play(scenarios.empty)
    expect(inbox.get()).toMatchObject({ conversations: [], isPending: false })
  })

  it('onSupabase and polling go on bringing what is written', async () => {
    const onSupabase = await play(scenarios.onSupabase)
    onSupabase.supabase?.write(buildMessage({ id: 'new', conversationId: 'one', text: 'New' }))
    await onSupabase.wait(100)
    expect(onSupabase.texts()).toContain('New')
    const polling = await play(scenarios.polling)
    polling.fake.write(buildMessage({ id: 'new', conversationId: 'one', text: 'New' }))
    await polling.wait(2_000)
    expect(polling.texts()).toContain('New')
  })

  it('gapTooLarge starts the conversation anew at its newest page', async () => {
    const { texts, thread, connection } = await play(scenarios.gapTooLarge)
    expect(connection().status).toBe('connected')
    expect(texts().at(-1)).toBe('Missed 1200')
    expect(texts()).toHaveLength(50)
    expect(thread.get().hasNextPage).toBe(true)
  })

  it('tokenExpired renews the token', async () => {
    const { fake } = await play(scenarios.tokenExpired)
    expect(fake.transport.sent.map(({ name }) => name)).toContain('authenticate')
  })

  it('slowAcknowledgement confirms what is sent after eight seconds', async () => {
    const { client, thread, wait } = await play(scenarios.slowAcknowledgement)
    const getStatus = () => thread.get().messages.at(-1)?.status
    void client.sendMessage({ conversationId: 'one', text: 'Hello' })
    await wait(7_500)
    expect(getStatus()).toBe('sending')
    await wait(1_000)
    expect(getStatus()).toBe('pending')
  })

  it('failedSends shows both kinds', async () => {
    const { client, thread, wait } = await play(scenarios.failedSends)
    const { settled } = client.sendMessage({ conversationId: 'one', text: 'Hello' })
    await expect(settled).rejects.toMatchObject({ code: 'invalid_payload' })
    await wait(100)
    const failed = thread.get().messages.filter(({ status }) => status === 'failed')
    expect(failed.map(({ error }) => error?.origin)).toEqual(['provider', 'client'])
  })

  it('reconnecting sends by request, and hears of nothing', async () => {
    const { client, fake, texts, connection, wait } = await play(scenarios.reconnecting)
    await client.sendMessage({ conversationId: 'one', text: 'Hello' }).settled
    expect(listStored(fake, 'Hello')).toHaveLength(1)
    fake.write(buildMessage({ id: 'new', conversationId: 'one', text: 'New' }))
    await wait(60_000)
    expect(connection().status).toBe('reconnecting')
    expect(texts()).not.toContain('New')
  })

  it('offline keeps what is written until something can be reached', async () => {
    const { client, fake, thread, wait } = await play(scenarios.offline)
    void client.sendMessage({ conversationId: 'one', text: 'Hello' })
    await wait(60_000)
    expect(thread.get().messages.at(-1)).toMatchObject({ text: 'Hello', status: 'sending' })
    expect(listStored(fake, 'Hello')).toEqual([])
    fake.setReachable(true)
    fake.restore()
    await wait(10_000)
    expect(listStored(fake, 'Hello')).toHaveLength(1)
  })

  it('interruptedSend keeps what the server has and nobody heard of, and it is there once', async () => {
    const { client, fake, thread, texts, connection, wait } = await play(scenarios.interruptedSend)
    expect(connection().status).toBe('connected')
    void client.sendMessage({ conversationId: 'one', text: 'Hello' })
    await wait(60_000)
    expect(connection().status).toBe('reconnecting')
    expect(thread.get().messages.at(-1)).toMatchObject({ text: 'Hello', status: 'sending' })
    expect(listStored(fake, 'Hello')).toHaveLength(1)
    fake.setReachable(true)
    fake.restore()
    await wait(10_000)
    expect(thread.get().messages.at(-1)).toMatchObject({ text: 'Hello', status: 'pending' })
    expect(texts().filter((text) => text === 'Hello')).toHaveLength(1)
    expect(listStored(fake, 'Hello')).toHaveLength(1)
  })

  it('windowClosing leaves an hour', async () => {
    const { fake, texts } = await play(scenarios.windowClosing)
    const leftMs = Date.parse(fake.conversations.get('one')?.lastInboundAt ?? '') + 24 * 3_600_000 - Date.now()
    expect(Math.round(leftMs / 60_000)).toBe(60)
    expect(texts()).toEqual(['Vocês têm em azul?', 'Vou verificar e já volto.'])
  })

  it('collision keeps a colleague writing, until it is undone', async () => {
    const { client } = await play(scenarios.collision, 20_000)
    expect(client.watchTyping('one').get()).toMatchObject([{ type: 'user', name: 'Ana Lima' }])
    expect(client.watchPresence('one').get()).toMatchObject([{ userName: 'Ana Lima' }])
  })

  it.each([
    ['tenThousandMessages', 10_000, 'Line 10000'],
    ['burst', 1_001, 'Burst 1000'],
  ] as const)('%s holds %i messages, in order', async (name, count, last) => {
    const { fake, texts } = await play(scenarios[name], 3_000)
    expect(fake.messages.size).toBe(count)
    expect(texts().at(-1)).toBe(last)
  })
})
