import type { ExecutionRow } from '../../api/execution.ts';
import { useAnswer } from '../asking/use-answer.ts';
import { usePollEvery } from '../asking/use-system.ts';
import { isOpen } from '../executions/is-open.ts';
import { executionOfUpload } from './execution-of-upload.ts';
import type { Upload } from './upload-list.ts';

/** The newest executions since the first upload, asked for together, as long as there is one to wait for. */
export function useStartedExecutions(uploads: readonly Upload[]): readonly ExecutionRow[] {
  const { list } = usePollEvery();
  const uploaded = uploads.flatMap((upload) => upload.uploaded ?? []);
  const from = uploaded.map(({ uploadedAt }) => uploadedAt).sort()[0];
  const answer = useAnswer(
    'listExecutions',
    { query: { from, limit: 100 } },
    {
      enabled: from !== undefined,
      keep: true,
      every: (page) => {
        const settled = uploaded.every((each) => {
          const execution = executionOfUpload(each, page?.executions ?? []);
          return execution && !isOpen(execution);
        });
        return settled ? false : list;
      },
    },
  );
  return from === undefined ? [] : (answer.data?.executions ?? []);
}
