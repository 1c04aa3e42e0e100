import type { SharpOptions } from 'sharp';

interface HeifImage {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  display(
    target: { data: Uint8ClampedArray; width: number; height: number },
    done: (target: object | null) => void,
  ): void;
  free(): void;
}

/**
 * Decodes the primary image of a HEIC file, whose HEVC sharp's build of libvips cannot decode, to RGBA.
 *
 * libheif is loaded with the first HEIC photo: most functions never need it.
 */
export async function decodeHeic(bytes: Buffer): Promise<[Buffer, SharpOptions]> {
  const { default: libheif } = await import('libheif-js/wasm-bundle.js');
  const images: HeifImage[] = new libheif.HeifDecoder().decode(bytes);
  const image = images.find((candidate) => candidate.is_primary()) ?? images[0];
  if (!image) throw new Error('it holds no image that can be decoded');
  const [width, height] = [image.get_width(), image.get_height()];
  const data = new Uint8ClampedArray(width * height * 4);
  try {
    await new Promise<void>((resolve, reject) => {
      image.display({ data, width, height }, (target) =>
        target ? resolve() : reject(new Error('its pixels cannot be decoded')),
      );
    });
  } finally {
    for (const each of images) each.free();
  }
  return [Buffer.from(data.buffer), { raw: { width, height, channels: 4 } }];
}
