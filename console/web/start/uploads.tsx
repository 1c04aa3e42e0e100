import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useRef,
} from 'react';
import type { Uploaded } from '../../api/action.ts';
import { ask, RequestFailed } from '../../api/client.ts';
import { useNotify } from '../shell/notifications.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { findAgain, readLeftUploads, rememberUploads } from './left-uploads.ts';
import {
  type ChosenFile,
  isOnItsWay,
  isSending,
  nextUploads,
  numbered,
  reduceUploads,
  type Upload,
  type UploadEvent,
} from './upload-list.ts';

export interface Uploads {
  readonly uploads: readonly Upload[];
  readonly choose: (files: readonly ChosenFile[]) => void;
  /** Goes on with those from before a reload whose files the browser finds again; it may ask. */
  readonly goOn: () => Promise<void>;
  readonly tell: (event: UploadEvent) => void;
}

const UploadsContext = createContext<Uploads | undefined>(undefined);

/** The chosen files and what became of them, on whatever page one is. */
export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (!uploads) throw new Error('Expected UploadsProvider around whatever uses uploads');
  return uploads;
}

export function UploadsProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [uploads, tell] = useReducer(reduceUploads, []);
  const begun = useRef(new Set<string>());

  const send = useCallback(
    async (upload: Upload) => {
      const { id } = upload;
      tell({ type: 'uploading', id });
      try {
        tell({ type: 'uploaded', id, uploaded: await sendPhoto(upload) });
        queries.invalidateQueries({ queryKey: ['listExecutions'] });
      } catch (error) {
        tell({ type: 'failed', id, failure: failureOf(error as Error) });
      } finally {
        begun.current.delete(id);
      }
    },
    [queries],
  );

  useEffect(() => {
    for (const upload of nextUploads(uploads)) {
      // An effect may run twice before its first event is seen.
      if (begun.current.has(upload.id)) continue;
      begun.current.add(upload.id);
      send(upload);
    }
  }, [uploads, send]);

  useLeftUploads(uploads, tell);

  const choose = useCallback((files: readonly ChosenFile[]) => {
    tell({ type: 'choose', files: files.map((file) => ({ ...file, id: crypto.randomUUID() })) });
  }, []);
  const value = useMemo(
    () => ({ uploads, choose, goOn: () => goOn(uploads, tell, true), tell }),
    [uploads, choose],
  );
  return <UploadsContext value={value}>{children}</UploadsContext>;
}

/** Asks before the page is left while photos are on their way, and remembers them for when it comes back. */
function useLeftUploads(uploads: readonly Upload[], tell: (event: UploadEvent) => void): void {
  const notify = useNotify();
  const read = useRef(false);
  useEffect(() => {
    if (read.current) return;
    read.current = true;
    readLeftUploads().then((left) => {
      if (left.length === 0) return;
      tell({ type: 'restore', uploads: left });
      notify({
        type: 'warning',
        header:
          left.length === 1
            ? 'A photo was not uploaded when the page was reloaded'
            : `${left.length} photos were not uploaded when the page was reloaded`,
        content: (
          <PageLink href="/start" color="inverted">
            Go on with the upload
          </PageLink>
        ),
      });
      // Without a question: the browser may still remember that it asked.
      return goOn(left, tell, false);
    });
  }, [tell, notify]);

  const onTheirWay = uploads.filter(isOnItsWay);
  const remembered = useRef('');
  useEffect(() => {
    const now = onTheirWay.map(({ id }) => id).join(' ');
    // What was left by the page before must be read first.
    if (!read.current || now === remembered.current) return;
    remembered.current = now;
    rememberUploads(onTheirWay);
  });

  const sends = uploads.some(isSending);
  useEffect(() => {
    if (!sends) return;
    const askFirst = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', askFirst);
    return () => window.removeEventListener('beforeunload', askFirst);
  }, [sends]);
}

async function goOn(
  uploads: readonly Upload[],
  tell: (event: UploadEvent) => void,
  mayAsk: boolean,
): Promise<void> {
  for (const upload of uploads) {
    if (upload.step !== 'left') continue;
    const content = await findAgain(upload, mayAsk);
    if (content) tell({ type: 'found', id: upload.id, content });
  }
}

/** Names that are tried for one photo beside those that are there. */
const mostNames = 50;

/** Throws RequestFailed. */
async function sendPhoto({ name, content, existing }: Upload): Promise<Uploaded> {
  for (let number = 1; ; number++) {
    const query = {
      name: numbered(name, number),
      replace: existing === 'replace' ? ('true' as const) : ('false' as const),
    };
    try {
      return await ask('upload', { query, body: content! });
    } catch (error) {
      const exists = error instanceof RequestFailed && error.failure.name === 'PhotoExists';
      if (!exists || existing !== 'keep both' || number === mostNames) throw error;
    }
  }
}

const failureOf = (error: Error) =>
  error instanceof RequestFailed
    ? error.failure
    : { name: error.name, message: error.message, whatToDo: 'Try it again.' };
