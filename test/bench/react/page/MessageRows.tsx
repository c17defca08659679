import { memo } from 'react'
import type { Shown } from './screen.ts'

const SHOWN = 50

/** The same list for everybody: the newest 50, each row rendered again only when its message is another object. */
export function MessageRows({ messages }: { readonly messages: readonly Shown[] }) {
  return (
    <ol>
      {messages.slice(-SHOWN).map((message) => (
        <Row key={message.id} message={message} />
      ))}
    </ol>
  )
}

const Row = memo(({ message: { id, text, status, createdAt } }: { readonly message: Shown }) => (
  <li id={id} data-status={status}>
    <p>{text}</p>
    <small>
      <time dateTime={createdAt}>{createdAt.slice(11, 16)}</time> {status}
    </small>
  </li>
))
