import { Component, type ReactNode } from 'react';
import { Problem } from './problem.tsx';

/** A page that throws must not take the others with it: it says so, and can be tried again. */
export class CrashBoundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Problem
        what="This page stopped working"
        error={error}
        onRetry={() => this.setState({ error: undefined })}
      />
    );
  }
}
