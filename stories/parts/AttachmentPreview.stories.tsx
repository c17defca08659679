import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { expect, fn, spyOn, waitFor } from 'storybook/test'
import { AttachmentPreview, type AttachmentPreviewProps } from '../../src/ui/composer/AttachmentPreview.tsx'
import type { OutgoingAttachment } from '../../src/ui/composer/outgoingAttachment.ts'
import { fileOf, pictureFile } from './outgoing.ts'

const pdf = fileOf('tabela-de-precos-atacado-2026-revisada.pdf', 'application/pdf')
const picture = pictureFile()
const ready: OutgoingAttachment = { id: 'ready', file: picture, state: 'ready' }
const uploading: OutgoingAttachment = { id: 'uploading', file: pdf, state: 'uploading', progress: 0.62 }
const failed: OutgoingAttachment = {
  id: 'failed',
  file: fileOf('contrato.docx', 'application/msword', 1_200_000),
  state: 'failed',
  error: 'The server refused the file.',
}

const meta = {
  title: 'Parts/AttachmentPreview',
  component: AttachmentPreview,
  args: { attachments: [ready, uploading, failed], onRemove: fn(), onRetry: fn(), onDismiss: fn() },
  argTypes: { attachments: { control: false }, refused: { control: false } },
  decorators: [
    (Story) => (
      <div className="crm-root" style={{ maxWidth: 560 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof AttachmentPreview>
export default meta
type Story = StoryObj<typeof meta>

export const Every: Story = {
  tags: ['visual'],
  play: async ({ canvas, userEvent, args }) => {
    await expect(canvas.getByRole('list', { name: 'Files to send' }).children).toHaveLength(3)
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }))
    await expect(args.onRetry).toHaveBeenCalledWith(failed)
    // It will be gone; the focus is not.
    await expect(canvas.getByRole('button', { name: 'Remove contrato.docx' })).toHaveFocus()
  },
}
export const EveryInTheDark: Story = { args: {}, globals: { theme: 'dark' } }
export const EveryRightToLeft: Story = { args: {}, globals: { direction: 'rtl', language: 'es' } }

export const Ready: Story = { args: { attachments: [ready] } }
export const Uploading: Story = {
  args: { attachments: [uploading] },
  play: async ({ canvas }) => {
    const bar = canvas.getByRole('progressbar', { name: pdf.name })
    await expect(bar).toHaveAttribute('aria-valuenow', '62')
    await expect(canvas.getByText('47.3 kB · uploading 62%')).toBeVisible()
  },
}
export const Failed: Story = {
  args: { attachments: [{ ...failed, error: null }] },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert', { name: '' })).toHaveTextContent('The upload failed.')
  },
}
/** A picture that this browser cannot draw is a file with its kind. */
export const PictureThatCannotBeDrawn: Story = {
  args: { attachments: [{ id: 'heic', file: fileOf('IMG_4411.HEIC', 'image/heic'), state: 'ready' }] },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('HEIC')).toBeVisible()
  },
}
export const Refused: Story = {
  args: {
    attachments: [ready],
    accept: 'image/*,video/mp4,.docx,application/vnd.openxmlformats-officedocument.presentationml.presentation',
    maxBytes: 16_000_000,
    refused: [
      { file: fileOf('setup.exe', 'application/x-msdownload'), reason: 'type' },
      { file: fileOf('aula-completa-gravada-na-terca.mp4', 'video/mp4'), reason: 'size' },
    ],
  },
  play: async ({ canvas, userEvent, args }) => {
    const alert = canvas.getByRole('alert')
    await expect(alert).toHaveTextContent('setup.exe cannot be sent here. What can: Photo, MP4, DOCX, and Document.')
    await expect(alert).toHaveTextContent('aula-completa-gravada-na-terca.mp4 is too big: 16 MB at most.')
    await userEvent.click(canvas.getByRole('button', { name: 'Dismiss' }))
    await expect(args.onDismiss).toHaveBeenCalled()
  },
}
export const Many: Story = {
  args: {
    attachments: Array.from({ length: 12 }, (_, position) => ({
      id: String(position),
      file: pictureFile(`foto-${position + 1}.svg`, position * 30),
      state: 'ready' as const,
    })),
  },
}

/** Removed one by one by keyboard: the focus goes on to the next, and no picture's address is left behind. */
function Removing(props: AttachmentPreviewProps): ReactNode {
  const [attachments, setAttachments] = useState(props.attachments)
  return (
    <AttachmentPreview
      {...props}
      attachments={attachments}
      onRemove={(removed) => setAttachments(attachments.filter((each) => each !== removed))}
    />
  )
}
const revoke = fn()
export const Removed: Story = {
  args: {
    attachments: ['uma.svg', 'duas.svg', 'tres.svg'].map((name) => ({
      id: name,
      file: pictureFile(name),
      state: 'ready',
    })),
  },
  render: (args) => <Removing {...args} />,
  beforeEach: () => {
    revoke.mockReset()
    const original = URL.revokeObjectURL.bind(URL)
    const spy = spyOn(URL, 'revokeObjectURL').mockImplementation((url) => {
      revoke(url)
      original(url)
    })
    return () => spy.mockRestore()
  },
  play: async ({ canvas, canvasElement, userEvent }) => {
    const getPictures = () => [...canvasElement.querySelectorAll('img')]
    await waitFor(() => expect(getPictures().every((each) => each.naturalWidth > 0)).toBe(true))
    const urls = getPictures().map(({ src }) => src)
    await expect(new Set(urls).size).toBe(3)
    revoke.mockReset()
    canvas.getByRole('button', { name: 'Remove duas.svg' }).focus()
    await userEvent.keyboard('{Enter}')
    await expect(canvas.getByRole('button', { name: 'Remove tres.svg' })).toHaveFocus()
    await expect(revoke.mock.calls).toEqual([[urls[1]]])
    await userEvent.keyboard('{Enter}')
    await expect(canvas.getByRole('button', { name: 'Remove uma.svg' })).toHaveFocus()
    await expect(revoke.mock.calls).toEqual([[urls[1]], [urls[2]]])
  },
}
