'use client'
import type { ReactNode } from 'react'
import type { MessageLocation as Location } from '../../domain/message.ts'
import { useLanguage } from '../languages/useLanguage.ts'

export interface MessageLocationProps {
  readonly location: Location
}

/** A place: its name, and the way to a map. No map is loaded here, so nobody learns where the customer is. */
export function MessageLocation({ location }: MessageLocationProps): ReactNode {
  const { words } = useLanguage()
  const { latitude, longitude, name } = location
  const place = `${latitude.toFixed(6)}/${longitude.toFixed(6)}`
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${place}`
  return (
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the place and the way to it are its words
    <a className="crm-media crm-file" data-kind="location" href={href} target="_blank" rel="noopener noreferrer">
      <span className="crm-file-tile" aria-hidden="true">
        <svg className="crm-icon" viewBox="0 0 24 24">
          <path d="M12 21s-6.500-5.600-6.500-10.700a6.500 6.500 0 0 1 13 0C18.500 15.400 12 21 12 21z" />
          <circle cx="12" cy="10.300" r="2.300" />
        </svg>
      </span>
      <span className="crm-file-text">
        <bdi>{name ?? words.kind.location}</bdi>
        <small>{words.openMap}</small>
      </span>
    </a>
  )
}
