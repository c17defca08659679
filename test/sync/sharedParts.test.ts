import { expect, it } from 'vitest'
import type { Message } from '../../src/domain/message.ts'
import { createSharedParts } from '../../src/sync/sharedParts.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { store } from '../helpers/history.ts'
import { openThread } from '../helpers/openThread.ts'

/** As it comes over a wire: nothing of it is shared with any other. */
const parse = (message: Message) => JSON.parse(JSON.stringify(message)) as Message

it('keeps once what the messages of a history, and those that follow, say alike', async () => {
  const { fake, thread } = await openThread({
    fill: (server) => store(server, ...['a', 'b'].map((id) => parse(buildMessage({ id })))),
  })
  fake.announce({ type: 'message.received', message: parse(buildMessage({ id: 'c' })) })
  await expect.poll(() => thread.get().messages.length).toBe(3)
  const [first, ...others] = thread.get().messages
  for (const { sender, attachments, reactions, metadata } of others) {
    expect(sender).toBe(first?.sender)
    expect(attachments).toBe(first?.attachments)
    expect(reactions).toBe(first?.reactions)
    expect(metadata).toBe(first?.metadata)
  }
})

it('changes nothing of what a message says', () => {
  const share = createSharedParts()
  const messages = [
    buildMessage(),
    buildMessage({ updatedAt: null, workspaceId: null, conversationId: 'another' }),
    buildMessage({ sender: { type: 'user', id: '5511988887777', name: 'Maria Souza' } }),
    buildMessage({ sender: { type: 'contact', id: '5511988887777', name: 'Maria' } }),
    buildMessage({ sender: { type: 'contact', id: null, name: null } }),
    buildMessage({ sender: { type: 'user', id: null, name: null } }),
    buildMessage({ sender: { type: 'system', id: 'system', name: null } }),
    buildMessage({ sender: { type: 'system', id: null, name: null } }),
    buildMessage({ metadata: { providerMessageId: 'wamid.1' }, updatedAt: '2026-02-01T00:00:00.000Z' }),
    buildMessage({ reactions: [{ emoji: '👍', participantIds: ['user-1'] }], status: 'failed' }),
  ]
  for (const message of [...messages, ...messages]) expect(share(parse(message))).toEqual(message)
})

it('remembers a thousand senders, and no more', () => {
  const share = createSharedParts()
  const from = (id: string) => parse(buildMessage({ sender: { type: 'contact', id, name: null } }))
  const { sender } = share(from('first'))
  for (let count = 0; count < 500; count += 1) share(from(`sender-${count}`))
  expect(share(from('first')).sender).toBe(sender)
  for (let count = 0; count < 600; count += 1) share(from(`another-${count}`))
  expect(share(from('first')).sender).not.toBe(sender)
})
