import { describe, expect, it } from 'vitest'
import { toInitialConnectionState, type ConnectionStatus } from '../../src/connection/connectionState.ts'
import { en } from '../../src/ui/languages/en.ts'
import { es } from '../../src/ui/languages/es.ts'
import { ptBR } from '../../src/ui/languages/ptBR.ts'
import { toUiLanguage } from '../../src/ui/languages/useLanguage.ts'
import { toLineNotice } from '../../src/ui/toLineNotice.ts'

const since = Date.parse('2026-03-12T14:01:00.000Z')
const STATUSES = Object.keys(en.words.connection).filter(
  (status): status is ConnectionStatus => !['supabase', 'backup', 'polling'].includes(status),
)
const TRANSPORTS = [null, 'socket', 'supabase', 'polling'] as const
const REASONS = [null, 'network_error'] as const
const states = STATUSES.flatMap((status) =>
  TRANSPORTS.flatMap((transport) =>
    REASONS.map((reason) => ({ ...toInitialConnectionState(since), status, transport, reason })),
  ),
)

/** Of half past two on a Thursday: the same day, the next one, the Sunday, and a month later. */
const SINCE: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Nothing can be reached since 2:32 PM.',
    'Nothing can be reached since 2:32 PM (yesterday).',
    'Nothing can be reached since 2:32 PM (Thu).',
    'Nothing can be reached since 2:32 PM (Mar 12).',
  ],
  'pt-BR': [
    'Sem acesso à rede desde as 14:32.',
    'Sem acesso à rede desde as 14:32 (ontem).',
    'Sem acesso à rede desde as 14:32 (qui.).',
    'Sem acesso à rede desde as 14:32 (12 de mar.).',
  ],
  es: [
    'Sin acceso a la red desde las 14:32.',
    'Sin acceso a la red desde las 14:32 (ayer).',
    'Sin acceso a la red desde las 14:32 (jue).',
    'Sin acceso a la red desde las 14:32 (12 mar).',
  ],
}

describe.each([en, ptBR, es])('the banner in $locale', (language) => {
  const ui = toUiLanguage(language)

  it('says what is the matter and what still works in every state that is not as it should be', () => {
    for (const state of states) {
      const notice = toLineNotice(state, ui)
      const isLesser = state.transport === 'supabase' || state.transport === 'polling'
      const isWell = state.status === 'connected' && (state.reason === null || !isLesser)
      expect([state, notice === null]).toEqual([state, isWell || state.status === 'idle'])
      if (notice === null) continue
      expect([state, notice.title.length > 5, (notice.hint ?? '').length > 5]).toEqual([state, true, true])
      if (notice.tone === 'warn' && notice.isSettled) expect(notice.title).toContain(ui.formats.time(state.since))
    }
  })

  it('says the day, too, of what began on another', () => {
    const lastSyncedAt = new Date('2026-03-12T14:32:00').toISOString()
    const state = { ...toInitialConnectionState(since), status: 'offline', lastSyncedAt } as const
    const toTitle = (now: string) => toLineNotice(state, ui, new Date(now))?.title
    const days = ['2026-03-12T23:59:00', '2026-03-13T00:01:00', '2026-03-15T09:00:00', '2026-04-12T09:00:00']
    expect(days.map((now) => toTitle(now)?.replace('\u202F', ' '))).toEqual(SINCE[language.locale])
    expect(toTitle('2027-01-02T09:00:00')).toContain('26')
  })

  it('has other words for every matter', () => {
    const titles = new Set(states.map((state) => toLineNotice(state, ui)?.title))
    titles.delete(undefined)
    expect(titles.size).toBe(8)
  })
})

it('on Supabase alone nothing is the matter: it is the line that was wanted', () => {
  const state = { ...toInitialConnectionState(since), status: 'connected', transport: 'supabase' } as const
  expect(toLineNotice(state, toUiLanguage(en))).toBeNull()
})
