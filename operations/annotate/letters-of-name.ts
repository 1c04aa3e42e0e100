import { transliterate } from 'transliteration';

/** As many letters as stand beside a face without hiding the next one. */
const mostLetters = 18;

/** A name in the letters that labels are drawn with; '' for one that has none of them, such as an emoji. */
export function lettersOfName(name: string): string {
  const letters = transliterate(name.normalize('NFD').replaceAll(/\p{M}/gu, ''))
    .toUpperCase()
    .replaceAll(/[^A-Z0-9.-]+/g, ' ')
    .trim();
  return letters.length <= mostLetters ? letters : `${letters.slice(0, mostLetters - 1).trim()}.`;
}
