/** A parsed element: text, or its children by their name without prefix; what is there several times is an array. */
export type XmlElement = string | { readonly [element: string]: XmlElement | XmlElement[] };

/** What is no document that S3 would take. */
export class XmlMalformed extends Error {
  override name = 'XmlMalformed' as const;
}

/** 10,000 parts with six elements each, and room. */
const mostElements = 100_000;
const deepest = 100;

/**
 * The root of a document, by XML 1.0. Its time is that of reading it once, whatever it holds; parsers for everything took
 * ten seconds for 8 MB. There is no DOCTYPE, so there are no entities but XML's own.
 *
 * @throws XmlMalformed
 */
export function parseXml(document: string): { name: string; content: XmlElement } {
  if (unspeakable.test(document)) throw new XmlMalformed('Expected characters of XML');
  const reader = new XmlReader(document.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  return reader.document();
}

/** Characters that no XML document has, not even as a reference. */
const unspeakable = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Whether XML can say a text at all. */
export const isXmlText = (text: string): boolean => !unspeakable.test(text);

interface OpenElement {
  readonly name: string;
  readonly children: Map<string, XmlElement | XmlElement[]>;
  text: string;
}

class XmlReader {
  readonly #document: string;
  readonly #open: OpenElement[] = [{ name: '', children: new Map(), text: '' }];
  #at = 0;
  #elements = 0;

  constructor(document: string) {
    this.#document = document;
  }

  document(): { name: string; content: XmlElement } {
    this.#take(/<\?xml[ \t\n][^?]*\?>/y);
    while (this.#at < this.#document.length) {
      const tag = this.#document.indexOf('<', this.#at);
      this.#text(this.#document.slice(this.#at, tag === -1 ? undefined : tag));
      if (tag === -1) break;
      this.#at = tag;
      this.#markup();
    }
    const [root] = this.#open;
    const [only, ...more] = root!.children;
    if (this.#open.length > 1 || !only || more.length > 0 || Array.isArray(only[1])) malformed('one root');
    return { name: only![0], content: only![1] as XmlElement };
  }

  #text(text: string): void {
    if (text === '') return;
    if (text.includes(']]>')) malformed('no "]]>" in a text');
    const element = this.#open.at(-1)!;
    if (this.#open.length === 1 && text.trim() !== '') malformed('nothing beside the root');
    element.text += decodeReferences(text);
  }

  #markup(): void {
    if (this.#skip('<!--', '-->') || this.#skip('<?', '?>')) return;
    const section = this.#skip('<![CDATA[', ']]>');
    if (section !== undefined) {
      if (this.#open.length === 1) malformed('nothing beside the root');
      this.#open.at(-1)!.text += section.slice(9, -3);
      return;
    }
    const end = this.#take(/<\/([^\s<>&/'"=]+)[ \t\n]*>/y);
    if (end) {
      this.#close(end[1]!);
      return;
    }
    const start = this.#take(/<([^\s<>&/'"=!?]+)/y) ?? malformed('markup');
    while (this.#take(/[ \t\n]+[^\s<>&/'"=]+[ \t\n]*=[ \t\n]*(?:"[^"<]*"|'[^'<]*')/y));
    const over = this.#take(/[ \t\n]*(\/?)>/y) ?? malformed('the end of a tag');
    this.#elements += 1;
    if (this.#elements > mostElements || this.#open.length > deepest) malformed('fewer elements');
    this.#open.push({ name: start[1]!, children: new Map(), text: '' });
    if (over[1] === '/') this.#close(start[1]!);
  }

  #close(name: string): void {
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1);
    if (!parent || element.name !== name) malformed(`the end of ${element.name}`);
    const content = element.children.size > 0 ? Object.fromEntries(element.children) : element.text;
    const local = name.slice(name.indexOf(':') + 1);
    const before = parent!.children.get(local);
    if (Array.isArray(before)) before.push(content);
    else parent!.children.set(local, before === undefined ? content : [before, content]);
  }

  #skip(start: string, end: string): string | undefined {
    if (!this.#document.startsWith(start, this.#at)) return undefined;
    const found = this.#document.indexOf(end, this.#at + start.length);
    if (found === -1) malformed(end);
    const skipped = this.#document.slice(this.#at, found + end.length);
    this.#at += skipped.length;
    return skipped;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#document) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}

function malformed(expected: string): never {
  throw new XmlMalformed(`Expected ${expected}`);
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** By hand: a key of a thousand references is lawful, and a replacement by a pattern takes ten times as long. */
function decodeReferences(text: string): string {
  let decoded = '';
  let at = 0;
  for (let start = text.indexOf('&'); start !== -1; start = text.indexOf('&', at)) {
    const end = text.indexOf(';', start);
    // Nor does a bare ampersand make anybody look through all the rest.
    if (end === -1 || end - start > longestReference) malformed('a reference');
    decoded += text.slice(at, start) + referred(text.slice(start + 1, end));
    at = end + 1;
  }
  return at === 0 ? text : decoded + text.slice(at);
}

/** With room for leading zeros. */
const longestReference = 32;

function referred(name: string): string {
  if (!name.startsWith('#')) return named.get(name) ?? malformed('an entity of XML');
  const digits = /^#(?:(\d+)|x([\da-fA-F]+))$/.exec(name) ?? malformed('a character reference');
  const codePoint = digits[1] ? Number(digits[1]) : Number.parseInt(digits[2]!, 16);
  if (codePoint > 0x10ffff) malformed('a character reference');
  const character = String.fromCodePoint(codePoint);
  return isXmlText(character) ? character : malformed('a character of XML');
}
