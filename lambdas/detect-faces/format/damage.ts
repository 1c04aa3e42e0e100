/** What a decoder said of a damaged photo, as one line: libvips says the same for each strip that it cannot read. */
export function tellDamage({ message }: Error): string {
  const sentences = message
    .replace(/^Input buffer has corrupt header:\s*/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'Input buffer contains unsupported image format');
  return [...new Set(sentences)].slice(0, 3).join('; ') || 'its header cannot be read';
}
