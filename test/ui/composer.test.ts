import { describe, expect, it } from 'vitest'
import { checkFiles } from '../../src/ui/composer/checkFiles.ts'
import { toClosesAt, toMinutesLeft, toNextTick, toSessionWindow } from '../../src/domain/sessionWindow.ts'
import { findTemplates } from '../../src/ui/composer/template.ts'
import { toRefusal } from '../../src/ui/composer/toRefusal.ts'
import { createFormats } from '../../src/ui/languages/formats.ts'
import { en } from '../../src/ui/languages/en.ts'
import { ptBR } from '../../src/ui/languages/ptBR.ts'
import { toUiLanguage } from '../../src/ui/languages/useLanguage.ts'

const MINUTE_MS = 60_000

describe('the session window', () => {
  const opened = '2026-03-12T09:30:00.000Z'
  const closesAt = toClosesAt(opened)
  const end = Date.parse(closesAt)
  const at = (leftMs: number) => {
    const minutes = toMinutesLeft(closesAt, end - leftMs)
    return { minutes, ...toSessionWindow(minutes, 24) }
  }

  it('closes 24 hours after what the customer wrote, or as many as another channel gives', () => {
    expect(closesAt).toBe('2026-03-13T09:30:00.000Z')
    expect(toClosesAt(opened, 168)).toBe('2026-03-19T09:30:00.000Z')
  })

  it('counts the minute that has begun, and is never open for no time at all', () => {
    expect(at(8 * 60 * MINUTE_MS + 11 * MINUTE_MS + 1).minutes).toBe(492)
    expect(at(1)).toEqual({ minutes: 1, state: 'closing', fraction: 1 / 1_440 })
    expect(at(0)).toEqual({ minutes: 0, state: 'closed', fraction: 0 })
    expect(at(-5)).toEqual({ minutes: 0, state: 'closed', fraction: 0 })
  })

  it('closes within the last two hours', () => {
    expect(at(120 * MINUTE_MS + 1).state).toBe('open')
    expect(at(120 * MINUTE_MS).state).toBe('closing')
  })

  it('is full, not more, for a customer whose clock is ahead', () => {
    expect(at(25 * 60 * MINUTE_MS).fraction).toBe(1)
  })

  it('ticks when a minute is over, and no more once it is closed', () => {
    expect(toNextTick(closesAt, end - 90_500)).toBe(30_500)
    expect(toNextTick(closesAt, end - MINUTE_MS)).toBe(MINUTE_MS)
    expect(toNextTick(closesAt, end)).toBeNull()
  })

  it('is written as each language writes hours and minutes', () => {
    const [english, portuguese] = [en, ptBR].map(createFormats)
    expect(english?.timeLeft(492)).toBe('8 hr 12 min')
    expect(portuguese?.timeLeft(492)).toBe('8 h 12 min')
    expect(english?.timeLeft(1)).toBe('1 min')
    expect(english?.timeLeft(1_440)).toBe('24 hr')
  })

  it('is named after its channel, where that is known', () => {
    expect(ptBR.words.windowCloses('WhatsApp', '8 h')).toBe('A janela do WhatsApp fecha em 8 h')
    expect(ptBR.words.windowCloses(null, '8 h')).toBe('A janela fecha em 8 h')
    expect(en.words.windowClosed(null)).toMatch(/^The window is closed/)
  })
})

describe('the files', () => {
  const fileOf = (name: string, type: string, bytes = 10) => new File([new Uint8Array(bytes)], name, { type })
  const [photo, pdf, word, nameless] = [
    fileOf('foto.JPG', 'image/jpeg'),
    fileOf('tabela.pdf', 'application/pdf', 100),
    fileOf('contrato.DOCX', ''),
    fileOf('leia-me', ''),
  ] as const

  it('are all taken where there is no limit', () => {
    expect(checkFiles([photo, nameless], {})).toEqual({ accepted: [photo, nameless], refused: [] })
    expect(checkFiles([photo], { accept: ' ' })).toEqual({ accepted: [photo], refused: [] })
  })

  it.each([
    ['image/*', [photo]],
    ['application/pdf', [pdf]],
    [' .docx , IMAGE/JPEG ', [photo, word]],
    ['image/png', []],
    ['imag/*', []],
  ])('are taken by %s as an input would', (accept, accepted) => {
    expect(checkFiles([photo, pdf, word, nameless], { accept }).accepted).toEqual(accepted)
  })

  it('are refused with the reason, the type first', () => {
    expect(checkFiles([photo, pdf], { maxBytes: 99 }).refused).toEqual([{ file: pdf, reason: 'size' }])
    expect(checkFiles([photo, pdf], { maxBytes: 100 }).refused).toEqual([])
    expect(checkFiles([pdf], { accept: 'image/*', maxBytes: 1 }).refused).toEqual([{ file: pdf, reason: 'type' }])
  })

  it('are named with the limit that they broke', () => {
    const language = toUiLanguage(ptBR)
    expect(toRefusal({ file: pdf, reason: 'size' }, { maxBytes: 16_000_000 }, language)).toBe(
      'tabela.pdf é grande demais: no máximo 16 MB.',
    )
    const accept = 'image/*,.docx,audio/*,application/pdf,application/vnd.ms-excel,application/msword'
    expect(toRefusal({ file: pdf, reason: 'type' }, { accept }, language)).toBe(
      'tabela.pdf não pode ser enviado aqui. O que pode: Foto, DOCX, Áudio, PDF e Documento.',
    )
  })
})

describe('the templates', () => {
  const [delivery, review] = [
    { id: '1', name: 'pedido_a_caminho', body: 'Seu pedido saiu para entrega', language: 'pt_BR' },
    { id: '2', name: 'avaliação', body: 'Como foi o atendimento?', language: 'pt_BR' },
  ] as const
  it.each([
    ['', [delivery, review]],
    ['  ', [delivery, review]],
    ['AVALIACAO', [review]],
    ['entrega pedido', [delivery]],
    ['entrega atendimento', []],
  ])('are found by "%s"', (search, found) => {
    expect(findTemplates([delivery, review], search)).toEqual(found)
  })
})
