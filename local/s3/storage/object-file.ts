import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/**
 * One object (or one part of an upload) in one file: its bytes, then its metadata as JSON, then a footer that
 * says how long the JSON is. Bytes and metadata come to be in a single rename, so they cannot disagree and a
 * kill leaves nothing half done; and whoever has the file open keeps reading the version it opened.
 */
const magic = Buffer.from('match-faces/s3/1');
const footerLength = magic.length + 4;

/** One read of this many bytes fetches the footer and, all but always, the whole metadata. */
const tailLength = 4096;

/** Bytes of one read: a photo takes a few, not a hundred. */
const highWaterMark = 1024 * 1024;

/** A complete file that has no name among the objects yet. */
export interface StagedFile<M> {
  path: string;
  metadata: M;
}

/** A file opened for reading: take its `bytes` once (to the end, or destroy the stream), or `close` it. */
export interface OpenFile<M> {
  metadata: M;
  /** Both ends included, as in a Range header. */
  bytes(start?: number, end?: number): Readable;
  close(): Promise<void>;
}

/**
 * Writes a body piece by piece, so that its size is no matter of memory. When the body or `describe` throws,
 * nothing is left.
 */
export async function stageObjectFile<M extends object>(
  folder: string,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  describe: (size: number) => Promise<M> | M,
): Promise<StagedFile<M>> {
  const path = join(folder, randomUUID());
  const file = await open(path, 'wx');
  try {
    let size = 0;
    for await (const piece of body) {
      await file.writeFile(piece);
      size += piece.length;
    }
    const metadata = await describe(size);
    await file.writeFile(tailOf(metadata));
    await file.close();
    return { path, metadata };
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** @returns undefined when there is no such file. */
export async function openObjectFile<M>(path: string): Promise<OpenFile<M> | undefined> {
  const file = await open(path, 'r').catch((error) => {
    if (!isMissing(error)) throw error;
  });
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    let tail = await readTail(file, size, tailLength);
    const needed = tailNeeded(path, tail);
    if (needed > tail.length) tail = await readTail(file, size, needed);
    return {
      metadata: metadataIn(tail, needed),
      bytes: (start = 0, end = size - needed - 1) => readBytes(file, start, end),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Synchronous on purpose: an index of 100,000 objects is read in 1.1 s this way, in 5.3 s through the thread
 * pool. The caller yields between folders.
 *
 * @returns undefined when there is no such file.
 */
export function readMetadataSync<M>(path: string): M | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    let tail = readTailSync(file, size, tailLength);
    const needed = tailNeeded(path, tail);
    if (needed > tail.length) tail = readTailSync(file, size, needed);
    return metadataIn(tail, needed);
  } finally {
    closeSync(file);
  }
}

export const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function readBytes(file: FileHandle, start: number, end: number): Readable {
  // A file stream cannot be asked for nothing: its `end` is included and at least 0.
  const empty = end < start;
  const bytes = file.createReadStream({ ...(empty ? { start: 0, end: 0 } : { start, end }), highWaterMark });
  if (!empty) return bytes;
  bytes.destroy();
  return Readable.from([], { objectMode: false });
}

function tailOf(metadata: object): Buffer {
  const json = Buffer.from(JSON.stringify(metadata));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([json, length, magic]);
}

function tailNeeded(path: string, tail: Buffer): number {
  if (tail.length < footerLength || !tail.subarray(-magic.length).equals(magic)) {
    throw new Error(`Expected an object of the local S3 in ${path}, found a file without its footer`);
  }
  return tail.readUInt32BE(tail.length - footerLength) + footerLength;
}

function metadataIn<M>(tail: Buffer, needed: number): M {
  return JSON.parse(tail.toString('utf8', tail.length - needed, tail.length - footerLength));
}

async function readTail(file: FileHandle, fileSize: number, length: number): Promise<Buffer> {
  const wanted = Math.min(fileSize, length);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(wanted), 0, wanted, fileSize - wanted);
  return buffer.subarray(0, bytesRead);
}

function readTailSync(file: number, fileSize: number, length: number): Buffer {
  const tail = Buffer.alloc(Math.min(fileSize, length));
  readSync(file, tail, 0, tail.length, fileSize - tail.length);
  return tail;
}
