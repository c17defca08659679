import { expect } from 'vitest'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import { compareMessages, isUnsent, type Message } from '../../src/domain/message.ts'

/** How many scenarios a test goes through: `CHAOS_RUNS` where that is set, for a long night. */
export function toRuns(usual: number): number {
  return Number(process.env['CHAOS_RUNS'] ?? usual)
}

/** A server's clock never goes back, and no two writes share a time. */
export function later(time: string | null): string {
  return new Date(Math.max(Date.now(), Date.parse(time ?? '') + 1)).toISOString()
}

/** What a list may look like at any moment: nothing twice, in order, what is unsent at its end. */
export function expectInOrder(messages: readonly Message[]): void {
  const ids = messages.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const confirmed = messages.filter((message) => !isUnsent(message)).toSorted(compareMessages)
  expect(ids).toEqual([...confirmed, ...messages.filter(isUnsent)].map(({ id }) => id))
}

/** What a list must say in the end: the very messages that the server holds, as they are there. */
export function expectSame(shown: readonly Message[], stored: readonly Message[]): void {
  expect(shown.map(toRow)).toEqual(stored.toSorted(compareMessages).map(toRow))
}

function toRow({ id, text, status }: Message): string {
  return `${id} ${text} ${status}`
}

/** A conversation on screen, and every list that was told of and not looked at yet. */
export function watchShown(client: ConversationClient, conversationId: string) {
  const shown: (readonly Message[])[] = []
  const open = () => {
    const next = client.watchMessages(conversationId)
    next.subscribe(() => shown.push(next.get().messages))
    return next
  }
  let thread = open()
  return {
    get: () => thread.get(),
    takeShown: () => [...shown.splice(0), thread.get().messages],
    fetchNextPage: () => void thread.fetchNextPage(),
    close: () => thread.close(),
    /** Within the time a subscription outlives its watcher, or after it. */
    reopen: (pick: number) => {
      thread.close()
      if (pick % 2 === 0) thread = open()
      else setTimeout(() => (thread = open()), pick % 150)
    },
    /** As somebody does who is shown that something could not be loaded, or sent. `false`: there is nothing to do. */
    tryAgain: () => {
      const { error, messages } = thread.get()
      if (error !== null) void client.queryClient.refetchQueries()
      const failed = messages.filter((message) => message.error?.origin === 'client')
      for (const { id } of failed) client.retryMessage(conversationId, id).settled.catch(() => {})
      return error !== null || failed.length > 0
    },
  }
}
