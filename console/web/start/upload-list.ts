import { largestPhoto, type Uploaded } from '../../api/action.ts';
import type { ExecutionRow } from '../../api/execution.ts';
import type { Failure } from '../../api/failure.ts';

/** What tells a file from another, as far as a page may know: never its folder, unless the folder was chosen. */
export interface FileFacts {
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
}

/** What of the browser's FileSystemFileHandle is used here. */
export interface FileHandle {
  getFile(): Promise<File>;
}

/** A file as it was chosen or dropped. */
export interface ChosenFile {
  readonly file: File;
  /** Within the folder that was chosen: `2024/party.jpg`. */
  readonly path?: string;
  /** Where the browser gives one: finds the file again after a reload. */
  readonly handle?: FileHandle;
}

/** One file on its way to an execution. */
export interface Upload {
  readonly id: string;
  /** Of the photo below the raw prefix: the file's, unless another file of the list has it. */
  readonly name: string;
  readonly file: FileFacts;
  /** Absent for one that was on its way when the page was reloaded. */
  readonly content?: File;
  readonly handle?: FileHandle;
  readonly step:
    | 'chosen'
    | 'refused'
    | 'waiting'
    | 'uploading'
    | 'uploaded'
    | 'failed'
    /** Confirmed, and not uploaded when the page was reloaded. */
    | 'left'
    /** The photo that is there stays as it is … */
    | 'skipped'
    /** … or is processed again, instead. */
    | 'reprocessed';
  /** Why it was refused. */
  readonly refusal?: string;
  readonly failure?: Failure;
  /** With what is in the names of the executions of the run that processed it instead. */
  readonly uploaded?: Uploaded & { readonly batch?: string };
  /** What becomes of a photo of this key that is there: by default it is asked. */
  readonly existing?: 'replace' | 'keep both';
}

export type UploadEvent =
  | { readonly type: 'choose'; readonly files: readonly (ChosenFile & { readonly id: string })[] }
  /** From before a reload. */
  | { readonly type: 'restore'; readonly uploads: readonly Upload[] }
  | { readonly type: 'found'; readonly id: string; readonly content: File }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'clear' }
  /** The user has confirmed. */
  | { readonly type: 'begin' }
  | { readonly type: 'again'; readonly ids: readonly string[]; readonly existing?: Upload['existing'] }
  | { readonly type: 'skip'; readonly ids: readonly string[] }
  | {
      readonly type: 'reprocessed';
      readonly ids: readonly string[];
      readonly batch: string;
      readonly startedAt: string;
      readonly keyOf: (upload: Upload) => string;
    }
  | { readonly type: 'uploading'; readonly id: string }
  | { readonly type: 'uploaded'; readonly id: string; readonly uploaded: Uploaded }
  | { readonly type: 'failed'; readonly id: string; readonly failure: Failure };

export function reduceUploads(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  const change = (ids: readonly string[], changed: Partial<Upload> | ((upload: Upload) => Partial<Upload>)) =>
    uploads.map((upload) =>
      ids.includes(upload.id)
        ? { ...upload, ...(typeof changed === 'function' ? changed(upload) : changed) }
        : upload,
    );
  switch (event.type) {
    case 'choose':
      return event.files.reduce(addFile, uploads);
    case 'restore':
      return [...event.uploads.filter(({ id }) => uploads.every((each) => each.id !== id)), ...uploads];
    case 'found':
      return change([event.id], { step: 'waiting', content: event.content });
    case 'remove':
      return uploads.filter(({ id, step }) => id !== event.id || step === 'uploading');
    case 'clear':
      return uploads.filter(isSending);
    case 'begin':
      return uploads.map((upload) => (upload.step === 'chosen' ? { ...upload, step: 'waiting' } : upload));
    case 'again':
      return change(event.ids, { step: 'waiting', failure: undefined, existing: event.existing });
    case 'skip':
      return change(event.ids, { step: 'skipped', failure: undefined });
    case 'reprocessed':
      return change(event.ids, (upload) => ({
        step: 'reprocessed',
        failure: undefined,
        uploaded: {
          key: event.keyOf(upload),
          bytes: 0,
          uploadedAt: event.startedAt,
          batch: event.batch,
        },
      }));
    case 'uploading':
      return change([event.id], { step: 'uploading' });
    case 'uploaded':
      return change([event.id], { step: 'uploaded', uploaded: event.uploaded, content: undefined });
    case 'failed':
      return change([event.id], { step: 'failed', failure: event.failure });
  }
}

/** How many are uploaded at the same time: a browser opens six connections to one server, and the pages need some. */
const atOnce = 3;

/** Those that may begin now. */
export function nextUploads(uploads: readonly Upload[]): readonly Upload[] {
  const busy = uploads.filter(({ step }) => step === 'uploading').length;
  return uploads.filter(({ step }) => step === 'waiting').slice(0, Math.max(0, atOnce - busy));
}

export const isSending = ({ step }: Upload): boolean => step === 'waiting' || step === 'uploading';

/** What a reload would lose. */
export const isOnItsWay = (upload: Upload): boolean => isSending(upload) || upload.step === 'left';

/** Those of which there is a photo already: what becomes of it has to be said. */
export const existingPhotos = (uploads: readonly Upload[]): readonly Upload[] =>
  uploads.filter(({ failure }) => failure?.name === 'PhotoExists');

function addFile(uploads: readonly Upload[], chosen: ChosenFile & { id: string }): readonly Upload[] {
  const { id, file, path = file.name, handle } = chosen;
  const same = uploads.find((upload) => isSame(upload, { file, path }));
  // It was confirmed before the reload.
  if (same?.step === 'left')
    return uploads.map((upload) =>
      upload === same ? { ...upload, step: 'waiting', content: file, handle } : upload,
    );
  if (same) return uploads;
  const { name, size, lastModified } = file;
  const upload = { id, name: freeName(path, uploads), file: { name, size, lastModified }, handle };
  const refusal = refusePhoto(file);
  return [
    ...uploads,
    refusal ? { ...upload, step: 'refused', refusal } : { ...upload, content: file, step: 'chosen' },
  ];
}

/** The same file chosen again, before it is uploaded. */
const isSame = (
  { step, file, name }: Upload,
  chosen: { readonly file: FileFacts; readonly path: string },
): boolean =>
  !isOver(step) &&
  file.name === chosen.file.name &&
  file.size === chosen.file.size &&
  file.lastModified === chosen.file.lastModified &&
  // Of two folders.
  (name.includes('/') || chosen.path.includes('/') ? name === chosen.path : true);

const isOver = (step: Upload['step']) =>
  step === 'uploaded' || step === 'skipped' || step === 'reprocessed' || step === 'refused';

/** A name that no other file of the list has: that one would be overwritten, or this one refused. */
function freeName(path: string, uploads: readonly Upload[]): string {
  const taken = new Set(uploads.flatMap(({ step, name }) => (isOver(step) ? [] : [name])));
  for (let number = 1; ; number++) {
    const name = numbered(path, number);
    if (!taken.has(name)) return name;
  }
}

/** `2024/party-2.jpg` */
export const numbered = (name: string, number: number): string =>
  number === 1 ? name : name.replace(/(\.[^./]*)?$/, (ending) => `-${number}${ending}`);

/** What the workflow judges by content; a browser knows only the name and the size. */
const photoNames = /\.(jpe?g|jfif|png|webp|avif|hei[cf]|tiff?|gif)$/i;

export const isPhotoName = (name: string): boolean => photoNames.test(name);

/** For the dialog in which files are chosen. */
export const acceptedPhotos = 'image/*,.heic,.heif,.avif,.tif,.tiff';

/** Why a file would only fail; undefined when it may well be a photo. */
export function refusePhoto({ name, size }: { name: string; size: number }): string | undefined {
  if (!isPhotoName(name)) return 'Expected a photo: JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF, by its name';
  if (size === 0) return 'Expected a photo, got an empty file';
  if (size > largestPhoto)
    return `Expected at most 150 MB, got ${Math.ceil(size / 1024 / 1024).toLocaleString('en')} MB`;
  return undefined;
}

/** The execution that an upload started: the first of its photo since then, or the one the server named. */
export function executionOfUpload(
  { key, uploadedAt, execution, batch }: Uploaded & { readonly batch?: string },
  /** Newest first. */
  executions: readonly ExecutionRow[],
): ExecutionRow | undefined {
  if (execution !== undefined) return executions.find(({ name }) => name === execution);
  return executions.findLast(
    ({ name, photo, startedAt }) =>
      photo?.key === key &&
      (batch === undefined ? Date.parse(startedAt) >= Date.parse(uploadedAt) : name.includes(batch)),
  );
}

/** `19 bytes`, `340 KB`, `2.4 MB`: decimal, as file managers count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
