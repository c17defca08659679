'use client'
import type { ReactNode } from 'react'
import type { MessageLocation as Location } from '../../domain/message.ts'
import { Icon } from '../icons.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import { FileLink } from './FileLink.tsx'

export interface MessageLocationProps {
  readonly location: Location
}

const PIN_PATH =
  'M12 21s-6.5-5.6-6.5-10.7a6.5 6.5 0 0 1 13 0C18.5 15.4 12 21 12 21zM9.7 10.3a2.3 2.3 0 1 0 4.6 0 2.3 2.3 0 1 0-4.6 0'

/** A place: its name, and the way to a map. No map is loaded here, so nobody learns where the customer is. */
export function MessageLocation({ location }: MessageLocationProps): ReactNode {
  const { words } = useLanguage()
  const { latitude, longitude, name } = location
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`
  return (
    <FileLink
      kind="location"
      href={href}
      tile={<Icon path={PIN_PATH} />}
      name={name ?? words.kind.location}
      hint={words.openMap}
    />
  )
}
