import { Semaphore } from 'async-mutex';
import { LRUCache } from 'lru-cache';

/** Bytes: about 4,000 thumbnails. */
const mostBytes = 64 * 1024 * 1024;

/** Milliseconds that an image outlives its object: what is forgotten elsewhere is forgotten here. */
const ttl = 5 * 60_000;

/** Photos decoded at once: one of 120 megapixels takes some hundred MB. */
const decodedAtOnce = 2;

/** Remembers images that were made, and makes only a few at once. In memory alone: faces go to no disk. */
export class ImageCache {
  readonly #images = new LRUCache<string, Buffer>({
    maxSize: mostBytes,
    ttl,
    sizeCalculation: ({ length }) => length,
  });
  readonly #room = new Semaphore(decodedAtOnce);

  async get(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const remembered = this.#images.get(key);
    if (remembered) return remembered;
    return this.#room.runExclusive(async () => {
      const image = await make();
      this.#images.set(key, image);
      return image;
    });
  }

  forgetAll(): void {
    this.#images.clear();
  }
}
