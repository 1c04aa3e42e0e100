import { expect, test } from 'vitest';
import { decodePhoto } from '../../../operations/photos/decode-photo.ts';

test('a drawing is no photo', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="9" height="9"/></svg>';
  for (const text of [svg, `<?xml version="1.0"?>\n${svg}`]) {
    await expect(decodePhoto(Buffer.from(text))).rejects.toThrow('Expected another format than');
  }
});
