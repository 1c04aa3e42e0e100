import type { FileHandle, Upload } from './upload-list.ts';

/**
 * What a reload has to remember of uploads that are on their way. Faces go to no disk of the browser: names and sizes alone,
 * for as long as the tab lives; and where the browser gives them, handles, by which it finds the files again.
 */
const place = 'uploads on their way';

export function rememberUploads(uploads: readonly Upload[]): void {
  const facts = uploads.map(({ id, name, file, existing }) => ({ id, name, file, existing }));
  try {
    if (facts.length > 0) sessionStorage.setItem(place, JSON.stringify(facts));
    else sessionStorage.removeItem(place);
  } catch {
    // Full, or switched off: then a reload loses them, after it was asked.
  }
  for (const { id, handle } of uploads) if (handle) void keepHandle(id, handle);
}

/** Those that were on their way when the page was left. */
export async function readLeftUploads(): Promise<readonly Upload[]> {
  let facts: Pick<Upload, 'id' | 'name' | 'file' | 'existing'>[] = [];
  try {
    facts = JSON.parse(sessionStorage.getItem(place) ?? '[]');
  } catch {
    // Written by another version of the page.
  }
  const handles = await readHandles(facts.map(({ id }) => id)).catch(() => new Map());
  return facts.map((each) => ({ ...each, step: 'left', handle: handles.get(each.id) }));
}

/** The file again, if it is the same; undefined when it is not, or may not be read. */
export async function findAgain({ file, handle }: Upload, mayAsk: boolean): Promise<File | undefined> {
  if (!handle) return undefined;
  const asked = handle as AskedHandle;
  try {
    const given = await asked.queryPermission?.({ mode: 'read' });
    if (given !== 'granted' && given !== undefined) {
      if (!mayAsk || (await asked.requestPermission?.({ mode: 'read' })) !== 'granted') return undefined;
    }
    const found = await handle.getFile();
    return found.size === file.size && found.lastModified === file.lastModified ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Only Chromium asks, and TypeScript does not know. */
interface AskedHandle {
  queryPermission?(how: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(how: { mode: 'read' }): Promise<PermissionState>;
}

const kept = new Set<string>();

async function keepHandle(id: string, handle: FileHandle): Promise<void> {
  if (kept.has(id)) return;
  kept.add(id);
  const store = await openStore('readwrite').catch(() => undefined);
  store?.put({ handle, at: Date.now() }, id);
}

/** Milliseconds after which a tab that kept a handle has surely gone. */
const longest = 7 * 24 * 3600_000;

async function readHandles(ids: readonly string[]): Promise<Map<string, FileHandle>> {
  const found = new Map<string, FileHandle>();
  if (ids.length === 0) return found;
  const store = await openStore('readwrite');
  await new Promise<void>((resolve, reject) => {
    const asked = store.openCursor();
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor) return resolve();
      const { handle, at } = cursor.value as { handle: FileHandle; at: number };
      if (ids.includes(String(cursor.key))) found.set(String(cursor.key), handle);
      // Another tab may have its own there.
      else if (at < Date.now() - longest) cursor.delete();
      cursor.continue();
    };
  });
  return found;
}

const storeName = 'handles';

function openStore(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('match-faces-uploads', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(storeName);
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => resolve(asked.result.transaction(storeName, mode).objectStore(storeName));
  });
}
