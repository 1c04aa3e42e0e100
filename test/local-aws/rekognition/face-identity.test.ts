import { expect, test } from 'vitest';
import { faceIdOf } from '../../../local-aws/rekognition/face-identity.ts';

const box = { left: 0.70083, top: 0.1742, width: 0.10605, height: 0.2213 };
const imageId = '7f6e23ca-4afa-87d2-9ed1-d50de18e5abc';

test('a face keeps its id where another CPU computes the last digits of its box otherwise', () => {
  const elsewhere = { ...box, left: box.left + 2e-6, width: box.width - 2e-6 };
  expect(faceIdOf(imageId, elsewhere, 'local-3')).toBe(faceIdOf(imageId, box, 'local-3'));
});

test('neighbours in an image, the face in another image, and another engine have other ids', () => {
  const ids = [
    faceIdOf(imageId, box, 'local-3'),
    faceIdOf(imageId, { ...box, left: box.left + 0.01 }, 'local-3'),
    faceIdOf('another image', box, 'local-3'),
    faceIdOf(imageId, box, 'local-4'),
  ];
  expect(new Set(ids).size).toBe(4);
});
