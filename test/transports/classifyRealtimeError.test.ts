import { describe, expect, it } from 'vitest'
import { classifyRealtimeError } from '../../src/transports/classifyRealtimeError.ts'

describe('classifyRealtimeError', () => {
  it.each([
    ['InvalidJWTToken: Token has expired 12 seconds ago', 'unauthorized'],
    ['Token has expired 0 seconds ago', 'unauthorized'],
    ['MalformedJWT: The token provided is not a valid JWT', 'unauthorized'],
    ['JwtSignatureError: Failed to validate JWT signature', 'unauthorized'],
    ['JwtSignerError: Failed to generate JWT signer', 'unauthorized'],
    ['Fields `role` and `exp` are required in JWT', 'unauthorized'],
    [':signature_error', 'unauthorized'],
    ['Unauthorized: You do not have permissions to read from this Channel topic: x', 'forbidden'],
    ['Unauthorized: You do not have permissions to read from this Channel topic: workspace:tokenlab', 'forbidden'],
    ['PrivateOnly: This project only allows private channels', 'forbidden'],
    ['ChannelRateLimitReached: Too many channels', 'rate_limited'],
    ['ClientJoinRateLimitReached: Too many joins per second', 'rate_limited'],
    ['Too many messages per second', 'rate_limited'],
    ['Error parsing `filter` params: ["foo", "1"]', 'invalid_payload'],
    [
      'Unable to subscribe to changes […]. Exception: ERROR 22P02 invalid input syntax for type uuid',
      'invalid_payload',
    ],
    ['Unable to subscribe to changes with given parameters. […] [event: *, table: tokens]', 'server_error'],
    ['mismatch between server and client bindings for postgres changes', 'protocol_error'],
    ['socket closed: 1006', 'disconnected'],
    ['channel error: transport failure', 'disconnected'],
    ['DatabaseLackOfConnections: Database can’t accept more connections', 'server_error'],
    ['', 'server_error'],
  ] as const)('reads "%s" as %s, and quotes none of it', (message, code) => {
    const error = classifyRealtimeError(message)
    expect(error.code).toBe(code)
    if (message !== '') expect(error.message).not.toContain(message)
  })
})
