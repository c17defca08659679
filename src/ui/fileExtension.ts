/** `PDF`; four letters at most, or the sign of a file. */
export function toExtension(filename: string | null, mimeType: string | null): string {
  const find = (name: string | null) => name?.match(/[./]([a-z\d]{1,4})$/i)?.[1]
  return (find(filename) ?? find(mimeType) ?? '•••').toUpperCase()
}
