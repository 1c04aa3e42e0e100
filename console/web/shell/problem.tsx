import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';
import { RequestFailed } from '../../api/client.ts';

/** Why something cannot be shown or done, and what helps. */
export function Problem({
  error,
  what,
  onRetry,
}: {
  error: Error;
  /** What was attempted: `The executions cannot be listed`. */
  what: string;
  onRetry?: () => void;
}) {
  const whatToDo = error instanceof RequestFailed ? error.failure.whatToDo : undefined;
  return (
    <Alert type="error" header={what} action={onRetry && <Button onClick={onRetry}>Try again</Button>}>
      {error.message}
      {whatToDo && <div>{whatToDo}</div>}
    </Alert>
  );
}

/** A page that throws must not take the others with it: it says so, and can be tried again. */
export class CrashBoundary extends Component<
  { children: ReactNode; where?: string; onRetry?: () => void },
  { error?: Error }
> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  /** Another page is another try. */
  override componentDidUpdate({ where }: { where?: string }) {
    if (where !== this.props.where && this.state.error) this.setState({ error: undefined });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Problem
        what={error.name === 'PartNotLoaded' ? 'This could not be loaded' : 'This page stopped working'}
        error={error}
        onRetry={() => {
          this.props.onRetry?.();
          this.setState({ error: undefined });
        }}
      />
    );
  }
}
