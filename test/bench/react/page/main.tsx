/** One contestant's page: opens its screen as often as it is asked to, and tells what the page saw. */
import { createRoot } from 'react-dom/client'
import { createInput, findFault, type BenchInput } from '../../ingest/input.ts'
import type { ScreenModule } from './screen.ts'

const SCREENS: Readonly<Record<string, () => Promise<ScreenModule['createScreen']>>> = {
  perFrame: async () => (await import('./byHand.tsx')).perFrame,
  setState: async () => (await import('./byHand.tsx')).setState,
  perEvent: async () => (await import('./byHand.tsx')).perEvent,
  queryPerEvent: async () => (await import('./query.tsx')).perEvent,
  queryPerFrame: async () => (await import('./query.tsx')).perFrame,
  tanstackDb: async () => (await import('./tanstackDb.ts')).liveQuery,
  ours: async () => (await import('./ours.tsx')).throughHooks,
}

const query = new URLSearchParams(location.search)
const inputs = new Map<number, BenchInput>()
const NEWEST = 50
let unmount = () => {}

function getInput(held: number): BenchInput {
  const input = inputs.get(held) ?? createInput(held)
  inputs.set(held, input)
  return input
}

/** Opens the screen on `held` messages; resolves when its line is up. */
async function open(held: number, url: string, token: string): Promise<void> {
  const createScreen = await SCREENS[query.get('contestant') ?? '']?.()
  const place = document.getElementById('app')
  if (createScreen === undefined || place === null) throw new Error('there is no such contestant, or no place for it')
  const Screen = createScreen(getInput(held).history)
  const root = createRoot(place)
  unmount = () => root.unmount()
  await new Promise<void>((resolve) => root.render(<Screen url={url} token={token} onReady={resolve} />))
}

/** What is wrong with the rows on screen after the burst; `null`: nothing. */
function check(held: number): string | null {
  const rows = [...document.querySelectorAll<HTMLElement>('li')]
  const listed = rows.map(({ id, dataset }) => ({ id, status: dataset['status'] ?? '' }))
  return findFault(listed, getInput(held).truth.slice(-NEWEST))
}

Object.assign(globalThis, { contest: { open, check, close: () => unmount() } })
