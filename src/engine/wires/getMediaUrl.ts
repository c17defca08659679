import type { EngineContext } from '../engineContext.ts'
import type { StoredMessage } from '../store/storedMessage.ts'

/** Where a message's file can be loaded from; `null` for one without, and for one that is still with the provider. */
export function getMediaUrl(message: StoredMessage, origin: string, { mediaLinks }: EngineContext): string | null {
  const { attachment_id: id, has_content: hasContent, media_url: url } = message
  return id !== null && hasContent ? origin + mediaLinks.create(id).path : url
}
