import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { RequestFailed } from '../../api/client.ts';

/** Why something cannot be shown or done, and what helps. */
export function Problem({
  error,
  what,
  onRetry,
  action,
}: {
  error: Error;
  /** What was attempted: `The executions cannot be listed`. */
  what: string;
  onRetry?: () => void;
  action?: ReactNode;
}) {
  const whatToDo = error instanceof RequestFailed ? error.failure.whatToDo : undefined;
  return (
    <Alert
      type="error"
      header={what}
      action={action ?? (onRetry && <Button onClick={onRetry}>Try again</Button>)}
    >
      {error.message}
      {whatToDo && <div>{whatToDo}</div>}
    </Alert>
  );
}
