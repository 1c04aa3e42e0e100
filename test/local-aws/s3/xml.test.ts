import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isXmlText } from '../../../local-aws/s3/wire/parse-xml.ts';
import { fromXml, textOf, toXml } from '../../../local-aws/s3/wire/xml.ts';

const throughXml = (text: string) => textOf(fromXml(toXml('Delete', { Key: text }), 'Delete'), 'Key');
const codePoints = [...Array(0x110000).keys()].filter((point) => point < 0xd800 || point > 0xdfff);

test('every character of Unicode that XML can say comes back, and any other is malformed', () => {
  const [sayable, unsayable] = [true, false].map((sayable) =>
    codePoints.map((point) => String.fromCodePoint(point)).filter((text) => isXmlText(text) === sayable),
  );
  const all = sayable!.join('');
  expect(throughXml(all) === all).toBe(true);
  // The control characters but tab and line ends, and two that are none.
  expect(unsayable).toHaveLength(29 + 2);
  for (const character of unsayable!) {
    expect(() => throughXml(character)).toThrow('The XML you provided was not well-formed');
  }
});

test('any text comes back or is malformed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      if (isXmlText(text)) expect(throughXml(text)).toBe(text);
      else expect(() => throughXml(text)).toThrow();
    }),
    { numRuns: 300 },
  );
});

test('any document is read or malformed', () => {
  const pieces = fc.constantFrom(
    ...[
      '<Delete>',
      '</Delete>',
      '<Key>',
      '</Key>',
      '<Key/>',
      '<a b="c">',
      '</a>',
      'text',
      '&lt;',
      '&#97;',
      '&#1;',
    ],
    ...[
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?xml version="1.0"?>',
      '<?',
      '?>',
      '<',
      '>',
      '&',
      '"',
      "'",
      '\u0000',
    ],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (document) => {
      try {
        fromXml(document.join(''), 'Delete');
      } catch (error) {
        expect((error as Error).name).toBe('MalformedXML');
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['<Delete/>', ''],
  [
    '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- of a client --><s3:Delete xmlns:s3="x">a</s3:Delete>\n',
    'a',
  ],
  ['<Delete><![CDATA[<&amp;>]]>&#x26;&#38;&amp;\r\n</Delete>', '<&amp;>&&&\n'],
  ['<Delete a=\'1\' b = "2" ><Key>a</Key><Key>b</Key></Delete >', { Key: ['a', 'b'] }],
])('%j is read', (document, content) => {
  expect(fromXml(document, 'Delete')).toEqual(content);
});
