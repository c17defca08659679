import type { ReactNode } from 'react'
import type { ConnectionStatus } from '../../src/connection/connectionState.ts'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { ConnectionPill } from '../../src/ui/ConnectionPill.tsx'
import { useLanguage } from '../../src/ui/languages/useLanguage.ts'
import { DocsTable } from './DocsTable.tsx'
import { stateNotes, toStoryId, type StateNote } from './stateNotes.ts'

const names = Object.keys(scenarios) as (keyof typeof scenarios)[]

/** The states of one group: when each appears, after how long, what it says, and what works meanwhile. */
export function States({ group }: Pick<StateNote, 'group'>): ReactNode {
  const { words } = useLanguage()
  return (
    <DocsTable label={group} heads={['State', 'When', 'Shown after', 'Says', 'Works meanwhile']}>
      {names
        .filter((name) => stateNotes[name].group === group)
        .map((name) => {
          const { after, pill, says, works } = stateNotes[name]
          return (
            <tr key={name}>
              <th scope="row">
                <a href={`./?path=/story/${toStoryId(name)}`} target="_top">
                  {toTitle(name)}
                </a>
              </th>
              <td>{scenarios[name].description}</td>
              <td>{after}</td>
              <td className="crm-root">
                {pill && <Pill state={pill} />}
                {says?.(words) ?? (pill ? null : 'Nothing.')}
              </td>
              <td>{works}</td>
            </tr>
          )
        })}
    </DocsTable>
  )
}

function Pill({ state }: { readonly state: ConnectionStatus | 'backup' | 'polling' }): ReactNode {
  return (
    <span className="docs-pill">
      {state === 'backup' || state === 'polling' ? (
        <ConnectionPill status="connected" transport={state === 'backup' ? 'supabase' : state} reason="network_error" />
      ) : (
        <ConnectionPill status={state} transport={null} />
      )}
    </span>
  )
}

/** `onSupabase` → `On Supabase`, as the story is called. */
function toTitle(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
