import type { CSSProperties, ReactNode } from 'react'
import css from '../../src/ui/styles/tokens.css?raw'
import { DocsTable } from './DocsTable.tsx'
import { readTokens, type Token } from './readTokens.ts'
import { tokenPurposes } from './tokenPurposes.ts'

const tokens = readTokens(css)
const isShape = ({ name }: Token) => name.includes('radius')
const isType = ({ name }: Token) => /--crm-(font|text|leading)/.test(name)

/** Every colour, as it is in both themes and with more contrast. */
export function Colours(): ReactNode {
  return (
    <DocsTable label="Colours" heads={['Token', 'For', 'Light', 'Dark', 'More contrast']}>
      {tokens
        .filter(({ isColour }) => isColour)
        .map((token) => (
          <tr key={token.name}>
            <Name token={token} />
            <td>
              <Swatch value={token.light} />
            </td>
            <td>
              <Swatch value={token.dark} />
            </td>
            <td>
              {token.more && (
                <>
                  <Swatch value={token.more.light} /> <Swatch value={token.more.dark} />
                </>
              )}
            </td>
          </tr>
        ))}
    </DocsTable>
  )
}

/** Radiuses, as corners. */
export function Radiuses(): ReactNode {
  return (
    <Samples label="Radiuses" tokens={tokens.filter(isShape)}>
      {({ name }) => <span className="docs-corner" style={{ borderStartStartRadius: `var(${name})` }} />}
    </Samples>
  )
}

/** Sizes of text, in the face they are set in. */
export function Type(): ReactNode {
  const toStyle = (name: string): CSSProperties => {
    if (name.includes('text')) return { fontSize: `var(${name})` }
    return name.includes('leading') ? { lineHeight: `var(${name})` } : {}
  }
  return (
    <Samples label="Type" tokens={tokens.filter(isType)}>
      {({ name }) => (
        <span className="docs-type" style={toStyle(name)}>
          Bom dia, Maria!
        </span>
      )}
    </Samples>
  )
}

/** What is no colour, no corner and no text. */
export function Others(): ReactNode {
  const others = tokens.filter((token) => !token.isColour && !isShape(token) && !isType(token))
  return <Samples label="Others" tokens={others} />
}

interface SamplesProps {
  readonly label: string
  readonly tokens: readonly Token[]
  readonly children?: (token: Token) => ReactNode
}

function Samples({ label, tokens: shown, children }: SamplesProps): ReactNode {
  return (
    <DocsTable label={label} heads={['Token', 'For', 'Value', ...(children ? ['Looks like'] : [])]}>
      {shown.map((token) => (
        <tr key={token.name}>
          <Name token={token} />
          <td>
            <code>{token.light}</code>
          </td>
          {children && <td>{children(token)}</td>}
        </tr>
      ))}
    </DocsTable>
  )
}

function Name({ token: { name } }: { readonly token: Token }): ReactNode {
  return (
    <>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td className="docs-purpose">{tokenPurposes[name]}</td>
    </>
  )
}

function Swatch({ value }: { readonly value: string }): ReactNode {
  return (
    <span className="docs-swatch">
      <i style={{ background: value }} />
      <code>{value}</code>
    </span>
  )
}
