import type { ReactNode } from 'react'
import { en } from '../../src/ui/languages/en.ts'
import { es } from '../../src/ui/languages/es.ts'
import { ptBR } from '../../src/ui/languages/ptBR.ts'
import { DocsTable } from './DocsTable.tsx'
import { toWordRows } from './toWordRows.ts'

const languages = [en, ptBR, es]
const rows = toWordRows(languages)

/** Every word of the parts, in the languages that are built in. */
export function WordTable(): ReactNode {
  return (
    <DocsTable label="Words" heads={['Name', 'English', 'Português (Brasil)', 'Español']}>
      {rows.map(({ name, texts }) => (
        <tr key={name}>
          <th scope="row">
            <code>{name}</code>
          </th>
          {texts.map((text, position) => (
            <td key={languages[position]?.locale} lang={languages[position]?.locale}>
              {text}
            </td>
          ))}
        </tr>
      ))}
    </DocsTable>
  )
}
