import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { malformedXml, messageTooLong } from '../s3-errors.ts';
import { requestBody } from './request-body.ts';
import type { S3Call } from './s3-call.ts';

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

/** 10,000 parts with a checksum each are 2 MB; 1,000 keys of 1,024 escaped bytes 5 MB. */
const largestDocument = 8 * 1024 * 1024;

/**
 * The content of a request's XML body, its length and checksums verified as an object's are.
 *
 * @throws ServiceError MalformedXML, MaxMessageLengthExceeded, BadDigest, IncompleteBody, …
 */
export async function xmlBody(
  call: S3Call,
  root: string,
  lists: readonly string[] = [],
): Promise<XmlElement> {
  const { bytes, digests } = requestBody(call.request, call.headers);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of digests.of(bytes)) {
    size += piece.length;
    if (size > largestDocument) throw messageTooLong(largestDocument);
    pieces.push(piece);
  }
  await digests.finish();
  return fromXml(utf8(Buffer.concat(pieces)), root, lists);
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformedXml();
  }
}
