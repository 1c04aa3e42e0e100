import { appendFile, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import type { BoundingBox } from '../face-engine.ts';

export interface CollectionHeader {
  readonly collectionId: string;
  /** Which engine made the descriptors. */
  readonly faceModelVersion: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** A person of a collection: a name, and the faces that have it. */
export interface StoredUser {
  readonly userId: string;
  readonly faceIds: readonly string[];
  /** Of the request that made it: the same request again is no conflict. */
  readonly requestToken?: string | undefined;
}

/** What a collection holds. */
export interface CollectionContent {
  readonly faces: readonly DescribedStoredFace[];
  readonly users: readonly StoredUser[];
}

/**
 * One collection's file: a line of JSON that says which collection it is, then one line for each face, and one for each
 * user as it is from there on. Lines are appended; a removal writes the file anew, so that no vector of a deleted face
 * and no name that was taken away stays on disk.
 *
 * What a promise of it has settled for survives the end of the process. Calls must not overlap.
 */
export class FaceJournal {
  readonly header: CollectionHeader;
  readonly #file: string;
  #length: number;

  private constructor(file: string, header: CollectionHeader, length: number) {
    this.#file = file;
    this.header = header;
    this.#length = length;
  }

  static async create(file: string, header: CollectionHeader): Promise<FaceJournal> {
    const journal = new FaceJournal(file, header, 0);
    await journal.rewrite({ faces: [], users: [] });
    return journal;
  }

  /** Reads the file. A last line that a killed process left unfinished is cut off: nobody was told of it. */
  static async open(file: string): Promise<{ journal: FaceJournal } & CollectionContent> {
    const bytes = await readFile(file);
    const length = bytes.lastIndexOf('\n') + 1;
    if (length < bytes.length) await truncate(file, length);
    const [header, ...lines] = bytes.toString('utf8', 0, length).split('\n').slice(0, -1);
    if (!header) throw new Error(`Expected a collection's header in line 1 of ${file}, the file holds none`);
    const faces: DescribedStoredFace[] = [];
    const users = new Map<string, StoredUser>();
    for (const [index, line] of lines.entries()) {
      const entry = parseLine<FaceLine | StoredUser>(line, file, index + 2);
      if ('userId' in entry) users.set(entry.userId, entry);
      else faces.push(toDescribedFace(entry));
    }
    const journal = new FaceJournal(file, parseLine<CollectionHeader>(header, file, 1), length);
    return { journal, faces, users: [...users.values()] };
  }

  async append(content: CollectionContent): Promise<void> {
    const lines = toLines(content);
    try {
      await appendFile(this.#file, lines, { flush: true });
    } catch (error) {
      // A full disk can leave half a line, which the next append would continue.
      await truncate(this.#file, this.#length);
      throw error;
    }
    this.#length += Buffer.byteLength(lines);
  }

  /** Replaces the file by one with this content, whole or not at all. */
  async rewrite(content: CollectionContent): Promise<void> {
    const lines = `${JSON.stringify(this.header)}\n${toLines(content)}`;
    const aside = `${this.#file}${asideSuffix}`;
    await writeFile(aside, lines, { flush: true });
    await rename(aside, this.#file);
    this.#length = Buffer.byteLength(lines);
  }

  async delete(): Promise<void> {
    await rm(this.#file);
  }
}

/** Files of this name are rewrites that a killed process did not finish. */
export const asideSuffix = '.aside';

const toLines = ({ faces, users }: CollectionContent): string =>
  [...faces.map(faceLine), ...users.map((user) => `${JSON.stringify(user)}\n`)].join('');

type FaceLine = StoredFace & { readonly descriptor: string };

/** Vectors as base64 of little-endian 32-bit floats: a third of their size in digits, and exact. */
function faceLine({ descriptor, ...face }: DescribedStoredFace): string {
  const bytes = Buffer.from(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength);
  return `${JSON.stringify({ ...face, descriptor: bytes.toString('base64') })}\n`;
}

function toDescribedFace(face: FaceLine): DescribedStoredFace {
  const bytes = new Uint8Array(Buffer.from(face.descriptor, 'base64'));
  return { ...face, descriptor: new Float32Array(bytes.buffer) };
}

function parseLine<Line>(line: string, file: string, number: number): Line {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`Expected JSON in line ${number} of ${file}: ${(error as Error).message}`);
  }
}

/** What a collection keeps of a face: no picture, and its descriptor apart (see face-vectors.ts). */
export interface StoredFace {
  readonly faceId: string;
  readonly imageId: string;
  readonly externalImageId?: string | undefined;
  readonly boundingBox: BoundingBox;
  /** 0 to 100. */
  readonly confidence: number;
}

export interface DescribedStoredFace extends StoredFace {
  readonly descriptor: Float32Array;
}
