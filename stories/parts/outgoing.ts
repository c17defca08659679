import type { MessageTemplate } from '../../src/ui/composer/template.ts'

/** A file of so many bytes. */
export const fileOf = (name: string, type: string, bytes = 47_300) => new File([new Uint8Array(bytes)], name, { type })

/** A picture that a browser can draw. */
export const pictureFile = (name = 'brinde.svg', hue = 185) =>
  new File(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="hsl(${hue} 25% 66%)"/><circle cx="290" cy="90" r="46" fill="#f4e3b2"/><path d="M0 300 130 130l80 90 60-60 130 140z" fill="hsl(${hue} 24% 30%)"/></svg>`,
    ],
    name,
    { type: 'image/svg+xml' },
  )

export const sampleTemplates: readonly MessageTemplate[] = [
  {
    id: 't1',
    name: 'pedido_a_caminho',
    language: 'pt_BR',
    body: 'Olá, {{1}}! Seu pedido {{2}} saiu para entrega e chega até as {{3}}.',
  },
  {
    id: 't2',
    name: 'retomar_conversa',
    language: 'pt_BR',
    body: 'Oi, {{1}}! Ainda podemos ajudar com a sua última pergunta?',
  },
  {
    id: 't3',
    name: 'segunda_via_boleto',
    language: 'pt_BR',
    body: 'Aqui está a segunda via do boleto de {{1}}, com vencimento em {{2}}. Qualquer dúvida é só responder a esta mensagem.',
  },
  { id: 't4', name: 'appointment_reminder', language: 'en_US', body: 'Hi {{1}}, see you {{2}}. Reply 1 to confirm.' },
  {
    id: 't5',
    name: 'avaliação_do_atendimento',
    language: 'pt_BR',
    body: 'De 1 a 5, como foi o atendimento de hoje?',
  },
]
