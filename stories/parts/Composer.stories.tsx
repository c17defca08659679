import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { expect, fireEvent, fn, waitFor } from 'storybook/test'
import type { Message } from '../../src/domain/message.ts'
import { CollisionWarning } from '../../src/ui/composer/CollisionWarning.tsx'
import { Composer, type ComposerProps } from '../../src/ui/composer/Composer.tsx'
import type { OutgoingAttachment } from '../../src/ui/composer/outgoingAttachment.ts'
import { SessionWindowBar } from '../../src/ui/composer/SessionWindowBar.tsx'
import { fileOf, pictureFile, sampleTemplates } from './outgoing.ts'
import { sampleMessages } from './samples.ts'

const [question] = sampleMessages

const meta = {
  title: 'Parts/Composer',
  component: Composer,
  tags: ['visual'],
  args: { onSend: fn(), onTyping: fn(), onDraft: fn() },
  argTypes: { replyTo: { control: false }, attachments: { control: false }, children: { control: false } },
  decorators: [
    (Story, { parameters }) => (
      <div className="crm-root" style={{ maxWidth: 560, paddingBlockStart: Number(parameters['above'] ?? 0) }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof Composer>
export default meta
type Story = StoryObj<typeof meta>

/** Everything there is, each shown only because what it does was given. */
const whole = {
  onAttach: fn(),
  templates: sampleTemplates,
  onTemplate: fn(),
  onNote: fn(),
} satisfies Partial<ComposerProps>

export const Empty: Story = {
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('button', { name: 'Send' })).toHaveAttribute('aria-disabled', 'true')
    // What leads nowhere is not there.
    await expect(canvas.getAllByRole('button')).toHaveLength(1)
    await userEvent.type(canvas.getByRole('textbox'), '   {Enter}')
    await expect(args.onSend).not.toHaveBeenCalled()
  },
}
export const Keys: Story = {
  tags: ['!visual'],
  play: async ({ canvas, userEvent, args }) => {
    const box = canvas.getByRole('textbox', { description: 'Enter sends, Shift+Enter breaks the line' })
    await userEvent.type(box, 'two{Shift>}{Enter}{/Shift}lines')
    await expect(args.onSend).not.toHaveBeenCalled()
    await expect(args.onTyping).toHaveBeenLastCalledWith(true)
    // A word being composed (Japanese, accents on some keyboards) is confirmed with Enter, not sent.
    await fireEvent.keyDown(box, { key: 'Enter', isComposing: true })
    // Safari says so only with the key's old code.
    await fireEvent.keyDown(box, { key: 'Enter', keyCode: 229 })
    await expect(args.onSend).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    await expect(args.onSend).toHaveBeenCalledWith('two\nlines')
    await expect(args.onTyping).toHaveBeenLastCalledWith(false)
    await expect(box).toHaveValue('')
    await expect(box).toHaveFocus()
  },
}
/** The setting: Enter breaks the line, Ctrl+Enter and Cmd+Enter send. */
export const EnterBreaks: Story = {
  tags: ['!visual'],
  args: { sendsOnEnter: false },
  play: async ({ canvas, userEvent, args }) => {
    const box = canvas.getByRole('textbox', { description: /^Ctrl\+Enter or ⌘\+Enter sends/ })
    await userEvent.type(box, 'two{Enter}lines')
    await expect(box).toHaveValue('two\nlines')
    await expect(args.onSend).not.toHaveBeenCalled()
    await fireEvent.keyDown(box, { key: 'Enter', ctrlKey: true, isComposing: true })
    await expect(args.onSend).not.toHaveBeenCalled()
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect(args.onSend).toHaveBeenCalledWith('two\nlines')
    await userEvent.type(box, 'again{Meta>}{Enter}{/Meta}')
    await expect(args.onSend).toHaveBeenLastCalledWith('again')
  },
}
export const Button: Story = {
  args: { draft: 'Left here before' },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Send' }))
    await expect(args.onSend).toHaveBeenCalledWith('Left here before')
    await expect(canvas.getByRole('textbox')).toHaveFocus()
  },
}
export const TooLong: Story = {
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('textbox'))
    await userEvent.paste('x'.repeat(4100))
    await expect(canvas.getByRole('alert')).toHaveTextContent('4 characters too many')
    await expect(canvas.getByRole('button', { name: 'Send' })).toHaveAttribute('aria-disabled', 'true')
  },
}
/** It grows with its text, to a limit, and then scrolls. */
export const Grows: Story = {
  play: async ({ canvas, userEvent }) => {
    const box = canvas.getByRole('textbox')
    await userEvent.click(box)
    const empty = box.offsetHeight
    await expect(empty).toBe(38)
    await userEvent.paste('one\ntwo\nthree')
    await expect(box.offsetHeight).toBeGreaterThan(empty + 30)
    await expect(box.scrollHeight).toBeLessThanOrEqual(box.clientHeight)
    await userEvent.paste('\nline'.repeat(30))
    await expect(box.offsetHeight).toBeLessThanOrEqual(160)
    await expect(box.scrollHeight).toBeGreaterThan(box.clientHeight)
    await userEvent.clear(box)
    await expect(box.offsetHeight).toBe(empty)
  },
}

export const Everything: Story = {
  args: {
    ...whole,
    draft: 'Claro, vou verificar o prazo',
    replyTo: question ?? null,
    onCancelReply: fn(),
    onRemoveAttachment: fn(),
    attachments: [
      { id: 'a', file: pictureFile(), state: 'ready' },
      { id: 'b', file: fileOf('tabela-de-precos.pdf', 'application/pdf'), state: 'uploading', progress: 0.62 },
    ],
    children: (
      <>
        <SessionWindowBar closesAt={new Date(Date.now() + 29_520_000).toISOString()} channel="whatsapp" />
        <CollisionWarning kind="typing" names={['Ana Lima']} />
      </>
    ),
  },
}
export const EverythingInTheDark: Story = { tags: ['!visual'], ...Everything, globals: { theme: 'dark' } }
export const EverythingRightToLeft: Story = { ...Everything, globals: { direction: 'rtl', language: 'es' } }
/** As narrow as it gets: the buttons go below the box. */
export const EverythingNarrow: Story = {
  ...Everything,
  decorators: [
    (Story) => (
      <div style={{ maxWidth: 320 }}>
        <Story />
      </div>
    ),
  ],
  play: async ({ canvas, canvasElement }) => {
    const box = canvas.getByRole('textbox').getBoundingClientRect()
    await expect(canvas.getByRole('button', { name: 'Attach files' }).getBoundingClientRect().top).toBeGreaterThan(
      box.bottom - 1,
    )
    await expect(box.width).toBeGreaterThan(220)
    const form = canvasElement.querySelector('form')
    await expect(form?.scrollWidth).toBeLessThanOrEqual(form?.clientWidth ?? 0)
  },
}

/** Escape takes the reply back, wherever in the composer the focus is; never while a word is being composed. */
function Answering(props: ComposerProps): ReactNode {
  const [replyTo, setReplyTo] = useState<Message | null>(null)
  return (
    <>
      <button onClick={() => setReplyTo(question ?? null)}>Answer</button>
      <Composer {...props} replyTo={replyTo} onCancelReply={() => setReplyTo(null)} />
    </>
  )
}
export const Reply: Story = {
  args: { draft: 'Sim' },
  render: (args) => <Answering {...args} />,
  play: async ({ canvas, userEvent }) => {
    const box = canvas.getByRole('textbox')
    const start = async () => {
      await userEvent.click(canvas.getByRole('button', { name: 'Answer' }))
      await expect(await canvas.findByRole('group', { name: 'Reply to Maria Souza' })).toHaveTextContent(/sábado/)
      await expect(box).toHaveFocus()
    }
    await start()
    await fireEvent.keyDown(box, { key: 'Escape', isComposing: true })
    await expect(canvas.getByRole('group')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect(canvas.queryByRole('group')).toBeNull()
    await expect(box).toHaveFocus()
    await start()
    await userEvent.click(canvas.getByRole('button', { name: 'Cancel the reply' }))
    await expect(canvas.queryByRole('group')).toBeNull()
    await expect(box).toHaveFocus()
    await expect(box).toHaveValue('Sim')
    await start()
  },
}

/** What is written on yellow paper goes to the team, never to the customer, who does not see it being written either. */
export const InternalNote: Story = {
  args: { ...whole, onNote: fn() },
  play: async ({ canvas, userEvent, args }) => {
    const toggle = canvas.getByRole('button', { name: 'Internal note' })
    await userEvent.click(toggle)
    await expect(toggle).toHaveAttribute('aria-pressed', 'true')
    const box = canvas.getByRole('textbox', { name: 'Write an internal note' })
    await expect(box).toHaveFocus()
    await expect(canvas.getByText('Internal note: only your team sees it.')).toBeVisible()
    await userEvent.type(box, 'Pode dar 5 %')
    await expect(args.onTyping).not.toHaveBeenCalled()
    await expect(args.onDraft).toHaveBeenLastCalledWith('Pode dar 5 %', true)
    await userEvent.keyboard('{Enter}')
    await expect(args.onNote).toHaveBeenCalledWith('Pode dar 5 %')
    await expect(args.onSend).not.toHaveBeenCalled()
    await userEvent.type(box, 'Olá')
    await userEvent.click(toggle)
    await expect(args.onDraft).toHaveBeenLastCalledWith('Olá', false)
    await userEvent.click(canvas.getByRole('button', { name: 'Send' }))
    await expect(args.onSend).toHaveBeenCalledWith('Olá')
    await userEvent.click(toggle)
    await userEvent.type(box, 'Cliente fiel: pode dar 5 % se pedir.')
  },
}
export const InternalNoteInTheDark: Story = {
  tags: ['!visual'],
  args: { ...whole, draft: 'Cliente fiel: pode dar 5 % se pedir.', draftIsNote: true },
  globals: { theme: 'dark' },
  play: async ({ canvas, userEvent, args }) => {
    // A note that was left here is a note when one comes back to it.
    await userEvent.click(canvas.getByRole('button', { name: 'Add the note' }))
    await expect(args.onNote).toHaveBeenCalledWith('Cliente fiel: pode dar 5 % se pedir.')
    await userEvent.type(canvas.getByRole('textbox'), 'Ligar depois das 18 h')
  },
}

/** Notes can be kept no longer: what was meant for the team does not go to the customer. */
function NotesTakenAway({ onNote, ...props }: ComposerProps): ReactNode {
  const [canKeep, setCanKeep] = useState(true)
  return (
    <>
      <button onClick={() => setCanKeep(!canKeep)}>Change</button>
      <Composer {...props} onNote={canKeep ? onNote : undefined} />
    </>
  )
}
export const NoteThatWaits: Story = {
  tags: ['!visual'],
  args: { onNote: fn() },
  render: (args) => <NotesTakenAway {...args} />,
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Internal note' }))
    const box = canvas.getByRole('textbox', { name: 'Write an internal note' })
    await userEvent.type(box, 'Cliente difícil')
    await userEvent.click(canvas.getByRole('button', { name: 'Change' }))
    await userEvent.type(box, '{Enter}')
    await expect(args.onSend).not.toHaveBeenCalled()
    await expect(canvas.getByText('Notes cannot be added now.')).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Add the note' })).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(canvas.getByRole('button', { name: 'Change' }))
    await userEvent.type(box, '{Enter}')
    await expect(args.onNote).toHaveBeenCalledWith('Cliente difícil')
    // Only the agent's own press makes a message of it.
    await userEvent.click(canvas.getByRole('button', { name: 'Change' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Internal note' }))
    await userEvent.type(box, 'Olá{Enter}')
    await expect(args.onSend).toHaveBeenCalledWith('Olá')
    await expect(canvas.queryByRole('button', { name: 'Internal note' })).toBeNull()
  },
}
/** It was left as a note, and one comes back to it where notes cannot be kept. */
export const NoteLeftBehind: Story = {
  tags: ['!visual'],
  args: { draft: 'Cliente fiel: pode dar 5 % se pedir.', draftIsNote: true },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: 'Write an internal note' }), '{Enter}')
    await expect(args.onSend).not.toHaveBeenCalled()
  },
}
/** Files go with messages: a note is its words, and what was attached before stays where it can be seen. */
export const NoteBesideFiles: Story = {
  tags: ['!visual'],
  args: {
    ...whole,
    onNote: fn(),
    onAttach: fn(),
    attachments: [{ id: '1', file: fileOf('a.pdf', 'application/pdf'), state: 'uploading', progress: 0.4 }],
  },
  play: async ({ canvas, canvasElement, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Internal note' }))
    await expect(canvas.queryByRole('button', { name: 'Attach files' })).toBeNull()
    await expect(canvas.getByText('The files wait for your message.')).toBeVisible()
    await expect(canvas.getByText('a.pdf')).toBeVisible()
    const box = canvas.getByRole('textbox')
    await userEvent.type(box, '{Enter}')
    await expect(args.onNote).not.toHaveBeenCalled()
    // The browser would leave the page for a file that is dropped where nobody takes it.
    await expect(drag(getForm(canvasElement), 'dragover', [pictureFile()])).toBe(false)
    await expect(drag(getForm(canvasElement), 'drop', [pictureFile()])).toBe(false)
    await expect(args.onAttach).not.toHaveBeenCalled()
    await userEvent.type(box, 'Contrato na pasta{Enter}')
    await expect(args.onNote).toHaveBeenCalledWith('Contrato na pasta')
  },
}

const transferOf = (files: readonly File[], texts: Readonly<Record<string, string>> = {}) => {
  const data = new DataTransfer()
  for (const file of files) data.items.add(file)
  for (const [type, text] of Object.entries(texts)) data.setData(type, text)
  return data
}

/** Real events: what a browser would send, with what it carries. */
const drag = (target: Element, type: string, files: readonly File[], relatedTarget?: Element) =>
  target.dispatchEvent(
    new DragEvent(type, {
      dataTransfer: transferOf(files),
      bubbles: true,
      cancelable: true,
      ...(relatedTarget && { relatedTarget }),
    }),
  )
/** `true`: the browser goes on to paste the words. */
const paste = (target: Element, clipboardData: DataTransfer) =>
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))

function getForm(canvasElement: HTMLElement): HTMLFormElement {
  const form = canvasElement.querySelector('form')
  if (form === null) throw new Error('unable to find the composer')
  return form
}

/** Chosen, pasted or dropped: what the channel takes is handed on, the rest is named with its limit. */
export const Attach: Story = {
  tags: ['!visual'],
  args: { ...whole, onAttach: fn(), accept: 'image/*,application/pdf,.docx', maxBytes: 100_000 },
  play: async ({ canvas, canvasElement, userEvent, args }) => {
    const box = canvas.getByRole('textbox')
    const form = getForm(canvasElement)
    const input = form.querySelector<HTMLInputElement>('input[type=file]')
    if (input === null) throw new Error('unable to find the file input')
    await expect(input).toHaveAttribute('accept', args.accept)
    // The system's own window cannot be driven from here; that it would open can be seen.
    const opens = fn((event: Event) => event.preventDefault())
    input.addEventListener('click', opens, { once: true })
    canvas.getByRole('button', { name: 'Attach files' }).focus()
    await userEvent.keyboard('{Enter}')
    await expect(opens).toHaveBeenCalled()

    const chosen = pictureFile()
    await userEvent.upload(input, chosen)
    await expect(args.onAttach).toHaveBeenLastCalledWith([chosen])

    await expect(paste(box, transferOf([fileOf('print.png', 'image/png')]))).toBe(false)
    await expect(args.onAttach).toHaveBeenLastCalledWith([expect.objectContaining({ name: 'print.png' })])
    // A spreadsheet puts a picture of its cells beside their words: the words are meant.
    const words = { 'text/plain': 'A1', 'text/html': '<b>A1</b>' }
    await expect(paste(box, transferOf([fileOf('cells.png', 'image/png')], words))).toBe(true)
    await expect(args.onAttach).toHaveBeenCalledTimes(2)

    const files = [
      fileOf('contrato.docx', ''),
      fileOf('video.mp4', 'video/mp4'),
      fileOf('foto.jpg', 'image/jpeg', 200_000),
    ]
    await expect(drag(box, 'dragover', files)).toBe(false)
    await waitFor(() => expect(form).toHaveAttribute('data-dropping', 'Drop the files here'))
    drag(form, 'dragleave', files, box)
    await expect(form).toHaveAttribute('data-dropping')
    drag(form, 'dragleave', files, document.body)
    await waitFor(() => expect(form).not.toHaveAttribute('data-dropping'))
    // Words that are dragged are the browser's: it writes them into the box.
    await expect(drag(box, 'dragover', [])).toBe(true)
    await expect(drag(box, 'drop', files)).toBe(false)
    await expect(args.onAttach).toHaveBeenCalledTimes(3)
    await expect(args.onAttach).toHaveBeenLastCalledWith([expect.objectContaining({ name: 'contrato.docx' })])
    const alert = await canvas.findByRole('alert')
    await expect(alert).toHaveTextContent('video.mp4 cannot be sent here. What can: Photo, PDF, and DOCX.')
    await expect(alert).toHaveTextContent('foto.jpg is too big: 100 kB at most.')
    await userEvent.click(canvas.getByRole('button', { name: 'Dismiss' }))
    await expect(canvas.queryByRole('alert')).toBeNull()
    await expect(box).toHaveFocus()
  },
}
/** Where no file is taken, none is swallowed. */
export const AttachNothing: Story = {
  tags: ['!visual'],
  play: async ({ canvas, canvasElement }) => {
    const [box, form] = [canvas.getByRole('textbox'), getForm(canvasElement)]
    const files = [pictureFile()]
    await expect(drag(form, 'dragover', files)).toBe(true)
    await expect(drag(form, 'drop', files)).toBe(true)
    await expect(paste(box, transferOf(files))).toBe(true)
  },
}
export const Dropping: Story = {
  tags: ['!visual'],
  args: whole,
  play: async ({ canvasElement }) => {
    const form = getForm(canvasElement)
    drag(form, 'dragover', [pictureFile()])
    await waitFor(() => expect(form).toHaveAttribute('data-dropping'))
  },
}
/** Files alone are a message; one that is not ready holds it back, and says so. */
export const FilesAlone: Story = {
  tags: ['!visual'],
  args: { ...whole, attachments: [{ id: 'a', file: pictureFile(), state: 'ready' }], onRemoveAttachment: fn() },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Send' }))
    await expect(args.onSend).toHaveBeenCalledWith('')
    await userEvent.click(canvas.getByRole('button', { name: 'Remove brinde.svg' }))
    await expect(args.onRemoveAttachment).toHaveBeenCalled()
    await expect(canvas.getByRole('textbox')).toHaveFocus()
  },
}
const half: OutgoingAttachment = {
  id: 'a',
  file: fileOf('tabela.pdf', 'application/pdf'),
  state: 'uploading',
  progress: 0.5,
}
export const FilesNotReady: Story = {
  args: { ...whole, attachments: [half] },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.type(canvas.getByRole('textbox'), 'Segue a tabela{Enter}')
    await expect(args.onSend).not.toHaveBeenCalled()
    await expect(canvas.getByRole('textbox')).toHaveValue('Segue a tabela')
    await expect(canvas.getByText('It can be sent when every file is ready.')).toBeVisible()
  },
}

export const Templates: Story = {
  tags: ['!visual'],
  args: { ...whole, onTemplate: fn() },
  parameters: { above: 400 },
  play: async ({ canvas, userEvent, args }) => {
    const opener = canvas.getByRole('button', { name: 'Templates' })
    await expect(opener).toHaveAttribute('aria-expanded', 'false')
    opener.focus()
    await userEvent.keyboard('{Enter}')
    await expect(canvas.getByRole('combobox', { name: 'Search the templates' })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect(canvas.queryByRole('dialog')).toBeNull()
    await expect(opener).toHaveFocus()
    // A press on its button closes what it opened.
    await userEvent.click(opener)
    await userEvent.click(opener)
    await expect(canvas.queryByRole('dialog')).toBeNull()
    await userEvent.click(opener)
    await userEvent.click(document.body)
    await expect(canvas.queryByRole('dialog')).toBeNull()
    await userEvent.click(opener)
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect(args.onTemplate).toHaveBeenCalledWith(sampleTemplates[1])
    await expect(canvas.getByRole('textbox')).toHaveFocus()
    await userEvent.click(opener)
  },
}

/** The window has closed: nothing can be written, but a template sent, or a note kept. */
export const Locked: Story = {
  args: {
    ...whole,
    onTemplate: fn(),
    isLocked: true,
    draft: 'Claro, vou verificar',
    children: <SessionWindowBar closesAt={new Date(0).toISOString()} channel="whatsapp" />,
  },
  parameters: { above: 400 },
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.queryByRole('textbox')).toBeNull()
    await expect(canvas.getByRole('status')).toHaveTextContent(/^The WhatsApp window is closed/)
    const out = canvas.getByRole('button', { name: 'Choose a template' })
    await userEvent.click(out)
    await userEvent.keyboard('{Escape}')
    await expect(out).toHaveFocus()
    await userEvent.keyboard('{Enter}{Enter}')
    await expect(args.onTemplate).toHaveBeenCalledWith(sampleTemplates[0])
    await expect(out).toHaveFocus()
    await userEvent.click(canvas.getByRole('button', { name: 'Internal note' }))
    await expect(canvas.getByRole('textbox', { name: 'Write an internal note' })).toHaveValue('Claro, vou verificar')
    await userEvent.click(canvas.getByRole('button', { name: 'Internal note' }))
    await expect(canvas.queryByRole('textbox')).toBeNull()
  },
}
/** Without templates there is no way out: nobody is locked in. */
export const LockedWithoutTemplates: Story = {
  args: { isLocked: true },
  play: async ({ canvas, userEvent, args }) => {
    await userEvent.type(canvas.getByRole('textbox'), 'Olá{Enter}')
    await expect(args.onSend).toHaveBeenCalledWith('Olá')
  },
}
/** It closes while somebody writes: what they wrote is kept, and no key that still comes does anything. */
function Closing(props: ComposerProps): ReactNode {
  const [isLocked, setIsLocked] = useState(false)
  return <Composer {...props} isLocked={isLocked} onDraft={(text) => setIsLocked(text.endsWith('…'))} />
}
export const ClosesWhileWriting: Story = {
  tags: ['!visual'],
  args: { ...whole, onTemplate: fn() },
  render: (args) => <Closing {...args} />,
  play: async ({ canvas, canvasElement, userEvent, args }) => {
    await userEvent.type(canvas.getByRole('textbox'), 'Claro…')
    await waitFor(() => expect(canvas.queryByRole('textbox')).toBeNull())
    await waitFor(() => expect(canvasElement.querySelector('form')).toHaveFocus())
    await userEvent.keyboard(' {Enter}')
    await expect(args.onTemplate).not.toHaveBeenCalled()
    await expect(args.onSend).not.toHaveBeenCalled()
    await expect(canvas.queryByRole('dialog')).toBeNull()
  },
}
