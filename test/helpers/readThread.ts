/** A message as it stands in the list: its id and its text. */
export type ReadMessage = readonly [id: string, text: string]

/**
 * Reads the open conversation from its top to its end, as a person would who scrolls: only what is in view is in the page.
 * Runs in the page and uses nothing from outside, so that it can be handed to Playwright's `evaluate`.
 */
export async function readThread(): Promise<ReadMessage[]> {
  const view = document.querySelector('.crm-thread')
  if (view === null) return []
  const read = new Map<string, string>()
  const settle = async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  view.scrollTop = 0
  for (;;) {
    await settle()
    for (const row of view.querySelectorAll('[data-message-id]')) {
      const id = row.getAttribute('data-message-id') ?? ''
      if (!read.has(id)) read.set(id, row.querySelector('.crm-text')?.textContent ?? '')
    }
    if (view.scrollHeight - view.scrollTop - view.clientHeight < 2) return [...read]
    view.scrollTop += view.clientHeight * 0.9
  }
}
