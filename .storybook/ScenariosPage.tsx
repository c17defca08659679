import { Description, Stories, Title } from '@storybook/addon-docs/blocks'
import type { ReactNode } from 'react'

/** Every story of the group, each with what is said of it; there is nothing to set. */
export function ScenariosPage(): ReactNode {
  return (
    <>
      <Title />
      <Description />
      <Stories title="" />
    </>
  )
}
