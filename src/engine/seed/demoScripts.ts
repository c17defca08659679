import type { SeedConversation, SeedMessage } from './seedConversations.ts'

/** One conversation, told in lines; see `toMessage` for who speaks. */
export interface DemoScript extends Pick<
  SeedConversation,
  'status' | 'stageId' | 'pipelineId' | 'labels' | 'priority' | 'unreadCount'
> {
  readonly contact: { readonly phone: string; readonly name?: string }
  /** Whose conversation it is. */
  readonly agent?: 'ana' | 'bruno'
  readonly lastMinutesAgo: number
  /** Of the last message, when it is the agent's. Default `read`. */
  readonly lastStatus?: NonNullable<SeedMessage['status']>
  readonly snoozedForHours?: number
  readonly lines: readonly string[]
}

const HOUR = 60
const DAY = 24 * HOUR
const pipelineId = 'vendas'

/** About a kitchen, piece by piece: the long conversation that shows what scrolling back is like. */
const PIECES = ['a bancada', 'a ilha', 'o armário de cima', 'o armário de baixo', 'a despensa', 'a mesa'] as const
const KITCHEN = PIECES.flatMap((piece) => [
  `c Vamos falar sobre ${piece}?`,
  'a Claro! Qual acabamento você prefere: fosco ou brilhante?',
  'c Fosco. Brilhante mostra muita marca de dedo.',
  `a Concordo. Para ${piece} temos branco, grafite e carvalho.`,
  'c Carvalho, igual ao que vi na loja da Avenida Rebouças.',
  'a Ótima escolha. Vou atualizar o projeto e te mando ainda hoje.',
  'c O preço muda muito?',
  'a Fica 4% acima do branco. Consigo manter a mesma condição de pagamento.',
  'c Em quantas vezes?',
  'a Até 10 vezes sem juros, ou 5% de desconto à vista.',
  'c Prefiro parcelar.',
  'a Perfeito, anotado.',
  `c E as medidas de ${piece.slice(2)}? O arquiteto mudou o ponto de água.`,
  'a Pode me mandar a planta nova? O técnico confere antes da produção.',
  'c Mando amanhã cedo.',
  'a Sem problema. A produção só começa depois da conferência.',
  'c Que bom, fico mais tranquila.',
  `a Assim que eu receber, fecho ${piece} no sistema.`,
  'c Combinado 🙏',
  'a Combinado! Qualquer coisa é só chamar por aqui.',
])

export const DEMO_SCRIPTS: readonly DemoScript[] = [
  {
    contact: { phone: '5511988887777', name: 'Maria Souza' },
    agent: 'ana',
    labels: ['entrega'],
    pipelineId,
    stageId: 'negociacao',
    unreadCount: 2,
    lastMinutesAgo: 4,
    lines: [
      'c Bom dia! Vocês entregam no sábado?',
      'a Bom dia, Maria! Entregamos sim, das 8h às 13h, na capital e na Grande São Paulo.',
      'c Ótimo. Moro em Osasco, serve?',
      'a Serve! O frete para Osasco fica em R$ 29,90.',
      'c E se eu comprar duas cadeiras, o frete é o mesmo?',
      'a É o mesmo, vai tudo na mesma viagem.',
      'c Então quero duas, na cor grafite',
      'c Pode mandar o link de pagamento?',
    ],
  },
  {
    contact: { phone: '5521977771234' },
    labels: ['troca'],
    unreadCount: 1,
    lastMinutesAgo: 11,
    lines: ['c Oi, recebi o produto com a caixa amassada e um arranhão na lateral. Como faço para trocar?'],
  },
  {
    contact: { phone: '14155550134', name: 'Emily Carter' },
    agent: 'bruno',
    labels: ['invoice'],
    priority: 'high',
    unreadCount: 1,
    lastMinutesAgo: 26,
    lines: [
      'c Hi, the invoice for order 48213 shows the wrong VAT number.',
      'a Hi Emily, sorry about that. Could you send me the correct one?',
      'c Sure: GB 123 4567 89',
      'a Thank you. I have asked our finance team for a corrected copy; you will have it today.',
      'n Finance needs the original order form. It is in the shared folder under 48213.',
      'c Great. We need it before Friday, our books close then.',
    ],
  },
  {
    contact: { phone: '5531966665555', name: 'João Pereira' },
    agent: 'ana',
    labels: ['financeiro'],
    lastMinutesAgo: 95,
    lastStatus: 'delivered',
    lines: [
      'b Olá! Sou o assistente da Casa Clara. Em que posso ajudar? 1 Pedido, 2 Boleto, 3 Falar com alguém',
      'c 2',
      'c Preciso da segunda via do boleto de novembro',
      'a Oi João, aqui é a Ana. Já localizei: vence dia 25, R$ 348,00.',
      'a Acabei de enviar para o seu e-mail. Consegue conferir?',
    ],
  },
  {
    contact: { phone: '5511955554444', name: 'Fernanda Lima' },
    agent: 'bruno',
    labels: ['projeto', 'vip'],
    priority: 'medium',
    pipelineId,
    stageId: 'proposta',
    lastMinutesAgo: 3 * HOUR,
    lines: KITCHEN,
  },
  {
    contact: { phone: '447700900123', name: 'James Wilson' },
    agent: 'bruno',
    status: 'pending',
    labels: ['exchange'],
    lastMinutesAgo: 5 * HOUR,
    lines: [
      'c Hello, I ordered a medium jacket but it is too tight. Can I exchange it for a large?',
      'a Hello James! Of course. Is the label still on it?',
      'c Yes, I only tried it on.',
      'a Perfect. I am sending a return label to your e-mail; the large is reserved for you until the 30th.',
      'c Brilliant, thanks a lot.',
      'a You are welcome! I will confirm here as soon as it arrives.',
    ],
  },
  {
    contact: { phone: '5541933332222', name: 'Sofia Martins' },
    labels: ['entrega', 'reclamação'],
    priority: 'urgent',
    unreadCount: 3,
    lastMinutesAgo: 7 * HOUR,
    lines: [
      'c Meu pedido devia ter chegado ontem',
      'a Oi Sofia, vou verificar com a transportadora agora mesmo.',
      'a Eles informam que saiu para entrega hoje às 7h40.',
      'c Fiquei em casa o dia todo e ninguém apareceu',
      'c O rastreio diz "destinatário ausente", isso não é verdade',
      'c Quero falar com um responsável, por favor',
    ],
  },
  {
    contact: { phone: '5511900000000', name: 'Carlos Nunes' },
    agent: 'ana',
    lastMinutesAgo: 1 * DAY + 2 * HOUR,
    lines: [
      'a Olá Carlos, seu orçamento ficou pronto. Posso enviar por aqui?',
      'n Número informado no formulário do site; ligar para confirmar.',
    ],
  },
  {
    contact: { phone: '61491570156', name: 'Olivia Brown' },
    agent: 'bruno',
    status: 'snoozed',
    snoozedForHours: 20,
    labels: ['quote'],
    lastMinutesAgo: 1 * DAY + 6 * HOUR,
    lines: [
      'c Could you quote 40 chairs for our new office?',
      'a Happy to! Do you need them assembled?',
      'c Yes please, delivered to the 3rd floor. There is a lift.',
      'a Understood. You will have the quote tomorrow morning.',
    ],
  },
  {
    contact: { phone: '5551944443333', name: 'Padaria Estrela' },
    agent: 'ana',
    labels: ['atacado'],
    pipelineId,
    stageId: 'fechado',
    lastMinutesAgo: 1 * DAY + 9 * HOUR,
    lastStatus: 'sent',
    lines: [
      'c Bom dia, a nota fiscal do pedido 1187 veio com o CNPJ antigo',
      'a Bom dia! Obrigada por avisar. Vou pedir o cancelamento e a emissão de uma nova.',
      'c Obrigado, preciso dela para o contador até quinta',
      'a Nota nova emitida: número 20.931. Já está no seu e-mail.',
    ],
  },
  {
    contact: { phone: '5585922221111', name: 'Lucas Almeida' },
    agent: 'ana',
    status: 'resolved',
    labels: ['entrega'],
    lastMinutesAgo: 6 * DAY,
    lines: [
      'c Chegou tudo certinho, obrigado!',
      'a Que bom, Lucas! Se puder, avalie a gente no site 😊',
      'c Já avaliei, 5 estrelas',
      'a Muito obrigada! Até a próxima.',
    ],
  },
  {
    contact: { phone: '15125550188', name: 'Daniel Nguyen' },
    agent: 'bruno',
    status: 'resolved',
    labels: ['invoice'],
    lastMinutesAgo: 7 * DAY + 3 * HOUR,
    lines: [
      'c Can I get a copy of last month’s invoice?',
      'a Sure, it is on its way to your inbox.',
      'c Got it, thanks!',
    ],
  },
]
