import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { LRUCache } from 'lru-cache';
import type { Target } from '../../../operations/connect.ts';
import { keptCropPrefix } from '../../../operations/enroll/kept-crop.ts';

const most = 4;

/** Milliseconds that they count. */
const ttl = { 'in-process': 3_000, server: 3_000, aws: 60_000 } as const;

/** The crops from which faces were enrolled. */
export class KeptCrops {
  readonly #target: Target;
  readonly #keys: LRUCache<string, Promise<string[]>>;

  constructor(target: Target) {
    this.#target = target;
    this.#keys = new LRUCache({ max: 10_000, ttl: ttl[target.kind] });
  }

  /** Their keys, at most 4. */
  of(faceId: string): Promise<string[]> {
    const remembered = this.#keys.get(faceId);
    if (remembered) return remembered;
    const keys = this.#list(faceId);
    this.#keys.set(faceId, keys);
    keys.catch(() => this.#keys.delete(faceId));
    return keys;
  }

  outdate(faceId: string): void {
    this.#keys.delete(faceId);
  }

  async #list(faceId: string): Promise<string[]> {
    const { s3, deployment } = this.#target;
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({
        Bucket: deployment.thumbsBucket,
        Prefix: keptCropPrefix(deployment.thumbsPrefix, faceId),
        MaxKeys: most,
      }),
    );
    return Contents.map(({ Key }) => Key!);
  }
}
