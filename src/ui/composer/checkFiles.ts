/** What the channel takes. */
export interface FileLimits {
  /** As `<input accept>` has it: `image/*,application/pdf,.docx`. Default: anything. */
  readonly accept?: string | undefined
  /** The most one file may have. Default: no limit. */
  readonly maxBytes?: number | undefined
}

export interface RefusedFile {
  readonly file: File
  readonly reason: 'type' | 'size'
}

export interface CheckedFiles {
  readonly accepted: readonly File[]
  readonly refused: readonly RefusedFile[]
}

/**
 * Sorts out what the channel would not take. A picker's `accept` is advice that every system lets one overrule, and what
 * is dropped or pasted has never seen it.
 */
export function checkFiles(files: readonly File[], { accept = '', maxBytes = Infinity }: FileLimits): CheckedFiles {
  const accepted: File[] = []
  const refused: RefusedFile[] = []
  for (const file of files) {
    if (!isAccepted(file, accept)) refused.push({ file, reason: 'type' })
    else if (file.size > maxBytes) refused.push({ file, reason: 'size' })
    else accepted.push(file)
  }
  return { accepted, refused }
}

/** The entries of an `accept`, tidied. */
export function toAcceptedTypes(accept: string): readonly string[] {
  return accept
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
}

function isAccepted({ name, type }: File, accept: string): boolean {
  const entries = toAcceptedTypes(accept)
  const [fileName, mimeType] = [name.toLowerCase(), type.toLowerCase()]
  return (
    entries.length === 0 ||
    entries.some((entry) => {
      if (entry.startsWith('.')) return fileName.endsWith(entry)
      if (entry.endsWith('/*')) return mimeType.startsWith(entry.slice(0, -1))
      return mimeType === entry
    })
  )
}
