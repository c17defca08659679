import type { ReactNode } from 'react'

export interface DocsTableProps {
  /** What it is a table of. */
  readonly label: string
  readonly heads: readonly string[]
  /** Its rows. */
  readonly children: ReactNode
}

/** A table that scrolls in itself where it is wider than the page, by keyboard too. */
export function DocsTable({ label, heads, children }: DocsTableProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
    <div className="docs-table sb-unstyled" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
