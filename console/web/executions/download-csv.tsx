import Button from '@cloudscape-design/components/button';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../../api/client.ts';
import type { ExecutionRow, ListQuery } from '../../api/execution.ts';
import { download } from '../shell/download.ts';
import { useNotify } from '../shell/notifications.tsx';
import { toCsv } from './executions-csv.ts';

/** Of a page: the most that the server gives at once. */
const limit = 100;
/** On AWS each row of the newest first takes a call of a quota that is the whole account's. */
const mostRows = 10_000;

/** Gives all that the list has, page by page; pressed again it gives what there is so far. */
export function DownloadCsv({ query }: { query: ListQuery }) {
  const notify = useNotify();
  const [rows, setRows] = useState<number>();
  const stop = useRef<() => void>(() => {});
  useEffect(() => () => stop.current(), []);

  async function gather() {
    let stopped = false;
    stop.current = () => {
      stopped = true;
    };
    const found: ExecutionRow[] = [];
    try {
      let cursor: string | undefined;
      do {
        setRows(found.length);
        const page = await ask('listExecutions', { query: { ...query, limit, cursor } });
        found.push(...page.executions);
        cursor = page.cursor;
      } while (cursor !== undefined && !stopped && found.length < mostRows);
      download('executions.csv', 'text/csv', toCsv(found));
      if (cursor !== undefined)
        notify({
          type: 'warning',
          header: `The table has the first ${found.length.toLocaleString('en')} rows`,
        });
    } catch (error) {
      const { message } = error as Error;
      notify({ type: 'error', header: 'The table cannot be downloaded', content: message });
    } finally {
      setRows(undefined);
    }
  }

  return (
    <Button iconName="download" onClick={() => (rows === undefined ? gather() : stop.current())}>
      {rows === undefined ? 'CSV' : `Stop at ${rows.toLocaleString('en')}`}
    </Button>
  );
}
