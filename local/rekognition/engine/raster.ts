/** A decoded picture: 8-bit RGB, three bytes a pixel, rows from top to bottom without padding. */
export interface Raster {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The picture at half its size, each pixel the mean of four; an odd last row or column is dropped. */
export function halve({ pixels, width, height }: Raster): Raster {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * 3);
  const row = width * 3;
  let at = 0;
  for (let y = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      const above = 2 * y * row + 6 * x;
      const below = above + row;
      for (let channel = 0; channel < 3; channel++) {
        const sum =
          pixels[above + channel]! +
          pixels[above + channel + 3]! +
          pixels[below + channel]! +
          pixels[below + channel + 3]!;
        half[at++] = (sum + 2) >> 2;
      }
    }
  }
  return { pixels: half, width: halfWidth, height: halfHeight };
}
