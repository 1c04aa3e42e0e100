import Alert from '@cloudscape-design/components/alert';
import type { ExecutionDetail } from '../../api/execution.ts';

/** Why the execution did not succeed, and what helps. Nothing when it did, or while it runs. */
export function WhatWentWrong({ execution }: { execution: ExecutionDetail }) {
  const { status, error, remedy, superseded } = execution;
  if (superseded)
    return (
      <Alert type="info" header="A later execution has recorded this photo">
        What this one found is shown below, and is not in the record.
      </Alert>
    );
  if (!error && !remedy) return null;
  return (
    <Alert
      type={status === 'ABORTED' ? 'warning' : 'error'}
      header={error?.error || (status === 'ABORTED' ? 'Stopped' : 'Failed')}
    >
      {error?.cause && <p className="cause">{error.cause}</p>}
      {remedy?.explanation}
    </Alert>
  );
}
