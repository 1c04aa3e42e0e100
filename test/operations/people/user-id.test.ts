import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readName, toName, toUserId } from '../../../operations/people/user-id.ts';
import { fixedFaceEngine } from '../../local-aws/rekognition/fixed-face-engine.ts';
import { startRekognition } from '../../local-aws/rekognition/start-rekognition.ts';

const scripts = [
  ...['Adlam', 'Ahom', 'Anatolian_Hieroglyphs', 'Arabic', 'Armenian', 'Avestan', 'Balinese', 'Bamum'],
  ...['Bassa_Vah', 'Batak', 'Bengali', 'Bhaiksuki', 'Bopomofo', 'Brahmi', 'Buginese', 'Buhid'],
  ...['Canadian_Aboriginal', 'Carian', 'Caucasian_Albanian', 'Chakma', 'Cham', 'Cherokee', 'Chorasmian'],
  ...['Coptic', 'Cuneiform', 'Cypriot', 'Cyrillic', 'Deseret', 'Devanagari', 'Dogra', 'Duployan'],
  ...['Egyptian_Hieroglyphs', 'Elbasan', 'Elymaic', 'Ethiopic', 'Georgian', 'Glagolitic', 'Gothic'],
  ...['Grantha', 'Greek', 'Gujarati', 'Gunjala_Gondi', 'Gurmukhi', 'Han', 'Hangul', 'Hanifi_Rohingya'],
  ...['Hanunoo', 'Hatran', 'Hebrew', 'Hiragana', 'Imperial_Aramaic', 'Inscriptional_Pahlavi'],
  ...['Inscriptional_Parthian', 'Javanese', 'Kaithi', 'Kannada', 'Katakana', 'Kayah_Li', 'Kharoshthi'],
  ...['Khmer', 'Khojki', 'Khudawadi', 'Lao', 'Latin', 'Lepcha', 'Limbu', 'Linear_A', 'Linear_B', 'Lisu'],
  ...['Lycian', 'Lydian', 'Mahajani', 'Malayalam', 'Mandaic', 'Manichaean', 'Marchen', 'Medefaidrin'],
  ...['Meetei_Mayek', 'Mende_Kikakui', 'Miao', 'Modi', 'Mongolian', 'Mro', 'Multani', 'Myanmar'],
  ...['New_Tai_Lue', 'Nko', 'Nushu', 'Ogham', 'Ol_Chiki', 'Old_Turkic', 'Oriya', 'Osage', 'Osmanya'],
  ...['Sinhala', 'Syriac', 'Tamil', 'Telugu', 'Thaana', 'Thai', 'Tibetan', 'Tifinagh', 'Vai', 'Yi'],
];

/** A first and a second name, of the first letters of a script. */
function nameIn(script: string): string {
  const letters = new RegExp(`(?=\\p{L})\\p{Script=${script}}`, 'gu');
  const found = everyCharacter.match(letters)!.slice(0, 8);
  return `${found.slice(0, 4).join('')} ${found.slice(4).join('')}`.trim();
}
const everyCharacter = Array.from({ length: 0x20000 }, (_, code) =>
  code >= 0xd800 && code < 0xe000 ? '' : String.fromCodePoint(code),
).join('');

test('names in more than a hundred scripts come back from Rekognition as they were given', async () => {
  expect(scripts.length).toBeGreaterThan(100);
  const folder = await mkdtemp(path.join(tmpdir(), 'names-'));
  const readObject = () => Promise.reject(new Error('no object is read'));
  const { aws, stop } = await startRekognition({ folder, readObject, engine: fixedFaceEngine([]) });
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });
  const CollectionId = 'people';
  await aws.createCollection({ CollectionId });
  const names = scripts.map(nameIn);
  expect(new Set(names).size).toBe(scripts.length);
  for (const name of names) await aws.createUser({ CollectionId, UserId: toUserId(name) });
  const { Users } = await aws.listUsers({ CollectionId });
  const told = Users!.map(({ UserId }) => toName(UserId!)).toSorted();
  expect(told).toEqual(names.map((name) => name.normalize('NFC')).toSorted());
});

test.each([
  ['Grandma Ann', 'Grandma_Ann'],
  ['J.-P. 2', 'J.-P._2'],
  ['Zoë', '::Wm_Dqw'],
  ['snake_case', '::c25ha2VfY2FzZQ'],
  ['a:b', '::YTpi'],
  ['祖母', '::56WW5q-N'],
])('%s is the UserId %s', (name, userId) => {
  expect(toUserId(name)).toBe(userId);
  expect(toName(userId)).toBe(name);
});

test('any name comes back, in the one form in which it is kept, and never as another one', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  const kept = (given: string) => {
    try {
      return toUserId(given);
    } catch {
      return undefined;
    }
  };
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [a, b] = [kept(one), kept(other)];
      if (a === undefined) return;
      expect(a).toMatch(/^[a-zA-Z0-9_.\-:]{1,128}$/);
      expect(toName(a)).toBe(readName(one));
      if (b !== undefined && a === b) expect(readName(one)).toBe(readName(other));
    }),
    { numRuns: 2_000 },
  );
});

test('one way to write a name is as good as another', () => {
  expect(toUserId(' Zoe\u0308 ')).toBe(toUserId('Zo\u00eb'));
});

test('a UserId that another program made is shown as it is', () => {
  for (const userId of ['john:doe', '::', '::!', '::QW5u', '_Ann', '::_w'])
    expect(toName(userId)).toBe(userId);
});

test.each([
  ['a'.repeat(128), undefined],
  ['a'.repeat(129), 'Expected a name of at most 128 bytes of UTF-8, got 129'],
  ['é'.repeat(47), undefined],
  [`${'é'.repeat(47)}a`, 'Expected a name of at most 94 bytes of UTF-8, got 95'],
  ['', 'Expected a name of visible characters'],
  ['  ', 'Expected a name of visible characters'],
  ['Ann\nBob', 'Expected a name of visible characters'],
  ['Ann\u202e', 'Expected a name of visible characters'],
  ['Ann\ud800', 'Expected a name of visible characters'],
])('%j is taken, or refused with what was expected', (name, message) => {
  if (message === undefined) expect(toName(toUserId(name))).toBe(name);
  else expect(() => toUserId(name)).toThrow(message);
});
