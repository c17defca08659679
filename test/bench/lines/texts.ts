import type { Message } from '../../../src/domain/message.ts'

const SENTENCES = [
  'Bom dia! Vocês entregam no sábado?',
  'Ok',
  'Preciso até as 10 h, por favor, porque depois não há ninguém em casa para receber',
  'O pedido 4831 chegou com a caixa aberta e um dos copos trincado; mando a foto a seguir',
  'Obrigada 😊',
]

/** What the message with this number says: of very different lengths, and one in five with an emoji. */
export function toText(number: number): string {
  return `${SENTENCES[number % SENTENCES.length]} #${number}`
}

/** What is wrong with a list that should be the messages 0 to `count`, oldest first; `null`: nothing. */
export function findTextFault(messages: readonly Pick<Message, 'id' | 'text'>[], count: number): string | null {
  const ids = new Set(messages.map(({ id }) => id))
  if (ids.size !== messages.length) return `${messages.length - ids.size} twice`
  if (messages.length !== count) return `${messages.length} instead of ${count}`
  const wrong = messages.findIndex(({ text }, number) => text !== toText(number))
  return wrong === -1 ? null : `wrong from ${wrong} on`
}
