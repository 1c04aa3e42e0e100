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
import { ask, RequestFailed } from '../../api/client.ts';
import { nextUploads, reduceUploads, type Upload, type UploadEvent } from './upload-list.ts';

export interface Uploads {
  readonly uploads: readonly Upload[];
  readonly choose: (files: readonly File[]) => void;
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
    async ({ id, file, replace = false }: Upload) => {
      tell({ type: 'uploading', id });
      try {
        const query = { name: file.name, replace: String(replace) as 'true' | 'false' };
        tell({ type: 'uploaded', id, uploaded: await ask('upload', { query, body: file }) });
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

  const choose = useCallback((files: readonly File[]) => {
    tell({ type: 'choose', files: files.map((file) => ({ id: crypto.randomUUID(), file })) });
  }, []);
  const value = useMemo(() => ({ uploads, choose, tell }), [uploads, choose]);
  return <UploadsContext value={value}>{children}</UploadsContext>;
}

const failureOf = (error: Error) =>
  error instanceof RequestFailed
    ? error.failure
    : { name: error.name, message: error.message, whatToDo: 'Try it again.' };
