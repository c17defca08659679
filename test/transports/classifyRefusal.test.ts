import { describe, expect, it } from 'vitest'
import { classifyRefusal } from '../../src/transports/classifyRefusal.ts'

describe('a refusal in words alone', () => {
  it.each(['unauthorized: token was generated for another workspace', 'unauthorized: jwt expired, please try again'])(
    'means the token where it speaks of it: "%s"',
    (words) => {
      expect(classifyRefusal(new Error(words))).toBe('renew')
    },
  )

  it.each(['connect ECONNREFUSED 127.0.0.1:6379', 'the database is starting', 'too many connections', ''])(
    'leaves open what it means where it does not: "%s"',
    (words) => {
      expect(classifyRefusal(new Error(words))).toBe('unknown')
    },
  )
})
