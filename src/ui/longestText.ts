/** WhatsApp's limit, and the most that any channel takes here, in UTF-16 units. */
export const LONGEST_TEXT = 4_096
