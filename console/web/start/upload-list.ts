import { largestPhoto, type Uploaded } from '../../api/action.ts';
import type { ExecutionRow } from '../../api/execution.ts';
import type { Failure } from '../../api/failure.ts';

/** One file on its way to an execution. */
export interface Upload {
  readonly id: string;
  readonly file: File;
  readonly step: 'chosen' | 'refused' | 'waiting' | 'uploading' | 'uploaded' | 'failed';
  /** Why it was refused. */
  readonly refusal?: string;
  readonly failure?: Failure;
  readonly uploaded?: Uploaded;
  /** Whether a photo of this key may be overwritten. */
  readonly replace?: boolean;
}

export type UploadEvent =
  | { readonly type: 'choose'; readonly files: readonly { id: string; file: File }[] }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'clear' }
  /** The user has confirmed. */
  | { readonly type: 'begin' }
  | { readonly type: 'again'; readonly id: string; readonly replace: boolean }
  | { readonly type: 'uploading'; readonly id: string }
  | { readonly type: 'uploaded'; readonly id: string; readonly uploaded: Uploaded }
  | { readonly type: 'failed'; readonly id: string; readonly failure: Failure };

export function reduceUploads(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  const change = (id: string, changed: Partial<Upload>) =>
    uploads.map((upload) => (upload.id === id ? { ...upload, ...changed } : upload));
  switch (event.type) {
    case 'choose':
      return [...uploads, ...event.files.filter(({ file }) => !isListed(uploads, file)).map(toUpload)];
    case 'remove':
      return uploads.filter(({ id, step }) => id !== event.id || step === 'uploading');
    case 'clear':
      return uploads.filter(({ step }) => step === 'waiting' || step === 'uploading');
    case 'begin':
      return uploads.map((upload) => (upload.step === 'chosen' ? { ...upload, step: 'waiting' } : upload));
    case 'again':
      return change(event.id, { step: 'waiting', failure: undefined, replace: event.replace });
    case 'uploading':
      return change(event.id, { step: 'uploading' });
    case 'uploaded':
      return change(event.id, { step: 'uploaded', uploaded: event.uploaded });
    case 'failed':
      return change(event.id, { step: 'failed', failure: event.failure });
  }
}

/** How many are uploaded at the same time: a browser opens six connections to one server, and the pages need some. */
const atOnce = 3;

/** Those that may begin now. */
export function nextUploads(uploads: readonly Upload[]): readonly Upload[] {
  const busy = uploads.filter(({ step }) => step === 'uploading').length;
  return uploads.filter(({ step }) => step === 'waiting').slice(0, Math.max(0, atOnce - busy));
}

function toUpload({ id, file }: { id: string; file: File }): Upload {
  const refusal = refusePhoto(file);
  return refusal ? { id, file, step: 'refused', refusal } : { id, file, step: 'chosen' };
}

/** The same file chosen again, before it is uploaded. */
const isListed = (uploads: readonly Upload[], { name, size, lastModified }: File): boolean =>
  uploads.some(
    ({ step, file }) =>
      step !== 'uploaded' && file.name === name && file.size === size && file.lastModified === lastModified,
  );

/** What the workflow judges by content; a browser knows only the name and the size. */
const photoNames = /\.(jpe?g|jfif|png|webp|avif|hei[cf]|tiff?|gif)$/i;

/** For the dialog in which files are chosen. */
export const acceptedPhotos = 'image/*,.heic,.heif,.avif,.tif,.tiff';

/** Why a file would only fail; undefined when it may well be a photo. */
export function refusePhoto({ name, size }: { name: string; size: number }): string | undefined {
  if (!photoNames.test(name))
    return 'Expected a photo: JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF, by its name';
  if (size === 0) return 'Expected a photo, got an empty file';
  if (size > largestPhoto)
    return `Expected at most 150 MB, got ${Math.ceil(size / 1024 / 1024).toLocaleString('en')} MB`;
  return undefined;
}

/** The execution that an upload started: the first of its photo since then, or the one the server named. */
export function executionOfUpload(
  { key, uploadedAt, execution }: Uploaded,
  /** Newest first. */
  executions: readonly ExecutionRow[],
): ExecutionRow | undefined {
  if (execution !== undefined) return executions.find(({ name }) => name === execution);
  return executions.findLast(
    ({ photo, startedAt }) => photo?.key === key && Date.parse(startedAt) >= Date.parse(uploadedAt),
  );
}

/** `19 bytes`, `340 KB`, `2.4 MB`: decimal, as file managers count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
