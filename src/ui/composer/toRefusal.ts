import type { UiLanguage } from '../languages/useLanguage.ts'
import { toAcceptedTypes, type FileLimits, type RefusedFile } from './checkFiles.ts'

/** Why a file was not taken, by its name and the limit it broke. */
export function toRefusal(refused: RefusedFile, limits: FileLimits, { words, formats }: UiLanguage): string {
  const { file, reason } = refused
  if (reason === 'size') return words.fileTooBig(file.name, formats.size(limits.maxBytes ?? 0))
  const kinds: Readonly<Record<string, string>> = words.kind
  const names = toAcceptedTypes(limits.accept ?? '').map((entry) => {
    const [family = '', subtype = ''] = entry.split('/')
    if (entry.startsWith('.')) return entry.slice(1).toUpperCase()
    // `application/vnd.openxmlformats-officedocument…` is no word for anybody.
    return kinds[subtype === '*' ? family : ''] ?? (subtype.length > 4 ? words.kind.document : subtype.toUpperCase())
  })
  return words.fileWrongType(file.name, formats.list([...new Set(names)]))
}
