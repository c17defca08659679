import { createHash } from 'node:crypto'
import { DEMO_SCRIPTS, type DemoScript } from './demoScripts.ts'
import type { SeedConversation, SeedMessage } from './seedConversations.ts'

/** Minutes between one message and the next, in turn: people answer at once, or after lunch. */
const GAPS = [1, 3, 2, 9, 1, 4, 17, 2, 6, 1, 38, 5]
const MINUTE_MS = 60_000
const NOT_ON_WHATSAPP = { code: '131026', message: 'This number is not on WhatsApp.' }

const AGENTS: Readonly<Record<string, string>> = { ana: 'Ana Ribeiro', bruno: 'Bruno Costa' }

/**
 * The demo's conversations. Everything but the times is the same on every run, ids included, and the times keep their
 * distance from `now`.
 */
export function createDemoConversations(
  workspaceId: string,
  phoneNumberId: string,
  now: Date,
): readonly SeedConversation[] {
  return DEMO_SCRIPTS.map((script) => {
    const { contact, lines: _, lastMinutesAgo: __, agent, snoozedForHours, ...rest } = script
    return {
      ...rest,
      id: toId(workspaceId, script.contact.phone),
      contact,
      phoneNumberId,
      ...(agent !== undefined && { assigneeId: agent }),
      ...(snoozedForHours !== undefined && {
        snoozedUntil: new Date(now.getTime() + snoozedForHours * 60 * MINUTE_MS).toISOString(),
      }),
      messages: toMessages(script, workspaceId, now),
    }
  })
}

/** Lines are told from the last one backwards, so that the newest is as old as the script says. */
function toMessages(script: DemoScript, workspaceId: string, now: Date): readonly SeedMessage[] {
  const last = script.lines.length - 1
  let at = now.getTime() - script.lastMinutesAgo * MINUTE_MS
  return script.lines
    .map((line, index) => ({ line, index }))
    .toReversed()
    .map(({ line, index }) => {
      const message = toMessage(line, script, { isLast: index === last })
      const time = new Date(at).toISOString()
      at -= (GAPS[index % GAPS.length] ?? 1) * MINUTE_MS
      const name = `${script.contact.phone} ${index}`
      return { ...message, id: toId(workspaceId, name), externalId: `wamid.demo.${name.replace(' ', '.')}`, at: time }
    })
    .toReversed()
}

/** `c …` is the customer, `a …` the agent, `b …` the bot, `n …` an internal note. */
function toMessage(line: string, script: DemoScript, { isLast }: { isLast: boolean }): SeedMessage {
  const speaker = line.slice(0, 1)
  const text = line.slice(2)
  const userId = script.agent ?? 'ana'
  const userName = AGENTS[userId] ?? userId
  if (speaker === 'c') return { from: 'contact', text }
  if (speaker === 'b') return { from: 'bot', text, userName: 'Assistente' }
  if (speaker === 'n') return { from: 'agent', text, isPrivate: true, userId, userName }
  const status = (isLast ? script.lastStatus : undefined) ?? (script.contact.phone.endsWith('0000') ? 'failed' : 'read')
  return { from: 'agent', text, userId, userName, status, ...(status === 'failed' && { error: NOT_ON_WHATSAPP }) }
}

/** A UUID made from a name, so that a link into the demo works after a restart. */
function toId(workspaceId: string, name: string): string {
  const hex = createHash('sha256').update(`${workspaceId} ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
