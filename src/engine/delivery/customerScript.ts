/** What the scripted customer says, in turn. Questions and answers that fit most of what an agent writes. */
const PORTUGUESE = [
  'Obrigado pelo retorno! Vou conferir aqui.',
  'Perfeito. E o prazo de entrega continua o mesmo?',
  'Certo. Pode me mandar a segunda via do boleto, por favor?',
  'Recebi, muito obrigado!',
  'Mais uma dúvida: dá para trocar a cor se ainda não saiu para entrega?',
  'Combinado então. Fico no aguardo.',
  'Ótimo atendimento, parabéns à equipe 👏',
] as const

const ENGLISH = [
  'Thanks for getting back to me! Let me check.',
  'Perfect. Is the delivery date still the same?',
  'Got it. Could you send me a copy of the invoice, please?',
  'Received, thank you!',
  'One more thing: can I still change the colour if it has not shipped yet?',
  "Great, I'll wait to hear from you.",
  'Excellent service, thank you 👏',
] as const

/** The customer's next line. Brazilian numbers speak Portuguese, everybody else English. */
export function getCustomerLine(phone: string, turn: number): string {
  const [lines, first] = phone.startsWith('55') ? [PORTUGUESE, PORTUGUESE[0]] : [ENGLISH, ENGLISH[0]]
  return lines[turn % lines.length] ?? first
}
