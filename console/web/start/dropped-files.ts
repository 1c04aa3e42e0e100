import { type ChosenFile, isPhotoName } from './upload-list.ts';

/** Chromium gives handles, which find a file again after a reload; TypeScript does not know. */
interface DroppedItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/**
 * The files of what was dropped, and the photos of the folders that were, with their paths. To be called while the event
 * is handled: afterwards the browser tells nothing any more.
 */
export async function droppedFiles({ items }: DataTransfer): Promise<readonly ChosenFile[]> {
  const dropped = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({
      file: item.getAsFile(),
      entry: item.webkitGetAsEntry(),
      handle: (item as DroppedItem).getAsFileSystemHandle?.().catch(() => null),
    }));
  const found: ChosenFile[] = [];
  for (const { file, entry, handle: asked } of dropped) {
    const handle = await asked;
    if (handle?.kind === 'directory')
      await addFolder(handle as FileSystemDirectoryHandle, handle.name, found);
    else if (entry?.isDirectory) await addEntries(entry as FileSystemDirectoryEntry, found);
    else if (file) found.push({ file, ...(handle && { handle: handle as FileSystemFileHandle }) });
  }
  return found;
}

/** Of a folder only the photos: it has other files, too, of which nobody thought. */
async function addFolder(
  folder: FileSystemDirectoryHandle,
  path: string,
  found: ChosenFile[],
): Promise<void> {
  for await (const handle of folder.values()) {
    const inside = `${path}/${handle.name}`;
    if (handle.kind === 'directory') await addFolder(handle as FileSystemDirectoryHandle, inside, found);
    else if (isPhotoName(handle.name))
      found.push({
        file: await (handle as FileSystemFileHandle).getFile(),
        path: inside,
        handle: handle as FileSystemFileHandle,
      });
  }
}

async function addEntries(folder: FileSystemDirectoryEntry, found: ChosenFile[]): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // About a hundred at a time.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.isDirectory) await addEntries(entry as FileSystemDirectoryEntry, found);
      else if (isPhotoName(entry.name)) {
        const file = await new Promise<File>((resolve, reject) =>
          (entry as FileSystemFileEntry).file(resolve, reject),
        );
        found.push({ file, path: entry.fullPath.slice(1) });
      }
    }
  }
}

/** Of a folder that was chosen in the browser's dialog. */
export const filesOfFolder = (files: readonly File[]): readonly ChosenFile[] =>
  files
    .filter(({ name }) => isPhotoName(name))
    .map((file) => ({ file, ...(file.webkitRelativePath && { path: file.webkitRelativePath }) }));
