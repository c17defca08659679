/** `PDF`; four letters at most, or the sign of a file. */
export function toExtension(filename: string | null, mimeType: string | null): string {
  const fromName = /\.([a-z\d]{1,4})$/i.exec(filename ?? '')?.[1]
  const fromType = /^[a-z]+\/([a-z\d]{1,4})$/i.exec(mimeType ?? '')?.[1]
  return (fromName ?? fromType ?? '•••').toUpperCase()
}
