import { ConversationError } from '../../domain/errors.ts'
import type { Queryable } from '../database/database.ts'
import type { NumberRegistration } from '../engineOptions.ts'

/**
 * Notes to which workspace a WhatsApp number belongs, and returns its id. Doing it twice is doing it once.
 *
 * @throws {@link ConversationError} when it belongs to another workspace: its messages would change hands.
 */
export async function registerNumber(
  database: Queryable,
  { workspaceId, phoneNumberId, displayPhoneNumber }: NumberRegistration,
): Promise<string> {
  const [number] = await database.query<{ id: string; workspace_id: string }>(
    `insert into whatsapp_numbers (workspace_id, phone_number_id, display_phone_number) values ($1, $2, $3)
     on conflict (phone_number_id)
       do update set display_phone_number = coalesce(whatsapp_numbers.display_phone_number, excluded.display_phone_number)
     returning id, workspace_id`,
    [workspaceId, phoneNumberId, displayPhoneNumber ?? null],
  )
  if (number?.workspace_id === workspaceId) return number.id
  throw new ConversationError(
    'invalid_option',
    'unable to register the WhatsApp number; it belongs to another workspace. Use another phoneNumberId.',
    { field: 'phoneNumberId' },
  )
}
