import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkify } from '../../src/domain/linkify.ts'

const getLinks = (text: string) =>
  linkify(text)
    .filter(({ href }) => href !== null)
    .map(({ text: shown, href }) => [shown, href])

describe('links in a text', () => {
  it.each([
    ['Veja https://loja.example/a.', [['https://loja.example/a', 'https://loja.example/a']]],
    ['(https://loja.example/a_(b))', [['https://loja.example/a_(b)', 'https://loja.example/a_(b)']]],
    ['www.loja.example!', [['www.loja.example', 'https://www.loja.example/']]],
    ['ana.lima+crm@loja.example, obrigado', [['ana.lima+crm@loja.example', 'mailto:ana.lima+crm@loja.example']]],
    ['Ligue +55 (11) 98888-7777', [['+55 (11) 98888-7777', 'tel:+5511988887777']]],
    ['HTTP://LOJA.EXAMPLE', [['HTTP://LOJA.EXAMPLE', 'http://loja.example/']]],
  ])('are found in "%s"', (text, links) => {
    expect(getLinks(text)).toEqual(links)
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'http://',
    'https://localhost/x',
    'vbscript:x',
    'pedido 4411, 13:52, 8-12 h, 1+1',
    'a@b',
    '+12',
  ])('are not made of "%s"', (text) => {
    expect(getLinks(text)).toEqual([])
  })

  it('end where a character turns the direction of reading', () => {
    expect(getLinks('https://loja.example/\u202egpj.exe')).toEqual([['https://loja.example/', 'https://loja.example/']])
  })

  it('leave the text as it is, and open nothing but the web, mail and telephones', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('https://', 'www.', '@', '+55', 'javascript:', ' ', '.', '(', ')', 'a.b', '11 98888-7777'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const pieces = linkify(text)
        expect(pieces.map((each) => each.text).join('')).toBe(text)
        for (const { href } of pieces) expect(href ?? 'https://').toMatch(/^(https?:\/\/|mailto:|tel:\+\d)/)
      }),
    )
  })

  it('are looked for in a time that grows with the text only', () => {
    const hostile = ['+1 '.repeat(60_000), 'a'.repeat(200_000), `https://${')'.repeat(200_000)}`, 'a@a.'.repeat(50_000)]
    for (const text of hostile) {
      const start = performance.now()
      linkify(text)
      expect(performance.now() - start).toBeLessThan(1_000)
    }
  })
})
