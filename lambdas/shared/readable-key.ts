import { transliterate } from 'transliteration';

/**
 * What a person recognises a photo by in the name of its execution: its key without the prefix of all photos and without
 * its extension, in the letters and digits that CloudWatch Logs takes in a name, whatever script it is written in.
 */
export function readableKey(key: string, rawPrefix: string): string {
  const path = key.startsWith(rawPrefix) ? key.slice(rawPrefix.length) : key;
  const readable = transliterate(path.replace(/\.[0-9A-Za-z]{1,5}$/, ''))
    .replaceAll(/[^0-9A-Za-z_]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '');
  return readable || 'photo';
}
