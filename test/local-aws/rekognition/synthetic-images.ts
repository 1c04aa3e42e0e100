import sharp, { type Sharp } from 'sharp';

/** Random bytes that are the same on every run (xorshift32). */
export function randomBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let index = 0; index < length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state & 0xff;
  }
  return bytes;
}

export function blackImage(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#000' } });
}

export function noiseImage(width: number, height: number, seed = 1): Sharp {
  return sharp(randomBytes(width * height * 3, seed), { raw: { width, height, channels: 3 } });
}
