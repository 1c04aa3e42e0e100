import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { malformedXml } from '../s3-errors.ts';

/** What a document is built from: an array repeats its element, undefined leaves it out. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | { [element: string]: XmlContent | XmlContent[] };

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  processEntities: false,
  tagValueProcessor: (_name, value) => escaped(String(value)),
});

/** A document of S3's API; errors alone have no namespace. */
export function toXml(root: string, content: { [element: string]: XmlContent | XmlContent[] }): string {
  const attributes = root === 'Error' ? {} : { '@_xmlns': namespace };
  return declaration + builder.build({ [root]: { ...attributes, ...content } });
}

/** A parsed element: text, or its children; those named in `lists` are arrays, however many there are. */
export type XmlElement = string | { [element: string]: XmlElement | XmlElement[] };

/**
 * The content of a request's document.
 *
 * Without a DOCTYPE there are no entities but XML's own and character references, so decoding them cannot
 * blow a request up; a request with one is refused, and so is one nested deeper than 100 elements.
 *
 * @throws ServiceError MalformedXML when it is not well-formed or its root is not `root`.
 */
export function fromXml(document: string, root: string, lists: readonly string[] = []): XmlElement {
  if (/<!DOCTYPE/i.test(document) || XMLValidator.validate(document) !== true) throw malformedXml();
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    trimValues: false,
    removeNSPrefix: true,
    htmlEntities: true,
    isArray: (name) => lists.includes(name),
  });
  let parsed: { [element: string]: XmlElement };
  try {
    parsed = parser.parse(document);
  } catch {
    throw malformedXml();
  }
  const content = Object.hasOwn(parsed, root) ? parsed[root] : undefined;
  if (content === undefined) throw malformedXml();
  return content;
}

/** The text of a child element; undefined when there is none. */
export function textOf(element: XmlElement | undefined, child: string): string | undefined {
  const value = typeof element === 'object' && Object.hasOwn(element, child) ? element[child] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The children of a name that was among `lists`. */
export function elementsOf(element: XmlElement | undefined, child: string): XmlElement[] {
  const value = typeof element === 'object' && Object.hasOwn(element, child) ? element[child] : undefined;
  return Array.isArray(value) ? value : [];
}

/** As S3 does, characters XML cannot hold are still written as references: only `encoding-type=url` avoids them. */
function escaped(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (character) => {
    if (character === '\t' || character === '\n') return character;
    return named[character] ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });
}

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
