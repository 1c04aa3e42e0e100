import { XMLBuilder } from 'fast-xml-parser';
import { malformedXml, messageTooLong } from '../s3-errors.ts';
import { parseXml, type XmlElement, XmlMalformed } from './parse-xml.ts';
import { requestBody } from './request-body.ts';
import type { S3Request } from './s3-request.ts';

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

/**
 * The content of a request's document.
 *
 * @throws ServiceError MalformedXML when it is not well-formed or its root is not `root`.
 */
export function fromXml(document: string, root: string): XmlElement {
  try {
    const { name, content } = parseXml(document);
    if (name === root) return content;
  } catch (error) {
    if (!(error instanceof XmlMalformed)) throw error;
  }
  throw malformedXml();
}

/** The text of a child element; undefined when there is none. */
export function textOf(element: XmlElement | undefined, child: string): string | undefined {
  const value = typeof element === 'object' && Object.hasOwn(element, child) ? element[child] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The children of a name, however many there are. */
export function elementsOf(element: XmlElement | undefined, child: string): XmlElement[] {
  const value = typeof element === 'object' && Object.hasOwn(element, child) ? element[child] : undefined;
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** As S3 does, characters XML cannot hold are still written as references: only `encoding-type=url` avoids them. */
function escaped(text: string): string {
  return text.replace(/[&<>"\p{Cc}\ufffe\uffff]/gu, (character) => {
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
  { message, headers }: Pick<S3Request, 'message' | 'headers'>,
  root: string,
): Promise<XmlElement> {
  const { bytes, digests } = requestBody(message, headers);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of digests.of(bytes)) {
    size += piece.length;
    if (size > largestDocument) throw messageTooLong(largestDocument);
    pieces.push(piece);
  }
  await digests.finish();
  return fromXml(utf8(Buffer.concat(pieces)), root);
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformedXml();
  }
}
