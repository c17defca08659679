import { expect, it } from 'vitest'
import { readAcknowledgement } from '../../../src/backends/chatEngine/readAcknowledgement.ts'

it('takes a yes for one, whatever else the server says', () => {
  const answers = [{ ok: true }, { ok: true, error: null }, { ok: true, error: {} }, { ok: true, error: 'none' }]
  expect(answers.map(readAcknowledgement)).toEqual(answers.map(() => null))
})

it('tells a refusal by its code, and what it cannot read', () => {
  const code = (answer: unknown) => readAcknowledgement(answer)?.code
  expect(code({ ok: false, error: { code: 'FORBIDDEN' } })).toBe('forbidden')
  expect(code({ ok: false, error: { code: 'OVERLOADED' } })).toBe('server_error')
  const unreadable = [{ ok: false }, { ok: false, error: null }, { ok: false, error: {} }, { ok: 1 }, {}, null, 'ok']
  expect(unreadable.map(code)).toEqual(unreadable.map(() => 'protocol_error'))
})
