/**
 * The files of something that is pasted or dropped. Office programs put a picture of what was copied beside the words: where
 * there is text and its markup, the words are meant, while a copied file's name (macOS) and a web picture's markup come alone.
 */
export function takeFiles(data: DataTransfer): readonly File[] {
  const isText = data.types.includes('text/plain') && data.types.includes('text/html')
  return isText ? [] : [...data.files]
}
