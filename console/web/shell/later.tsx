import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { LoadingPage } from './loading-page.tsx';
import { CrashBoundary } from './problem.tsx';

/** The server was away, or has another version of the page by now. */
export class PartNotLoaded extends Error {
  override name = 'PartNotLoaded' as const;
}

/**
 * A part of the page whose code is loaded when it is first shown. One that could not be loaded says so in its own
 * place, and is asked for again: React remembers a failure for ever.
 */
export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  waiting: ReactNode = <LoadingPage />,
): ComponentType<Props> {
  const fresh = () =>
    lazy(() =>
      load().catch((error: Error) => {
        failed = true;
        askForStylesAgain();
        throw new PartNotLoaded(
          `Expected this part of the page from the console, got none (${error.message}). When the console runs again, try again; when it was changed meanwhile, reload the page`,
        );
      }),
    );
  let Part = fresh();
  let failed = false;
  const tryAgain = () => {
    if (failed) Part = fresh();
    failed = false;
  };
  const Current = (props: Props) => <Part {...(props as Parameters<typeof Part>[0])} />;
  return function Later(props) {
    // Whoever comes back to it tries again, too.
    useState(tryAgain);
    return (
      <CrashBoundary onRetry={tryAgain}>
        <Suspense fallback={waiting}>
          <Current {...props} />
        </Suspense>
      </CrashBoundary>
    );
  };
}

/** What loads the code does not ask twice for a style sheet. */
function askForStylesAgain(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
    if (!link.sheet) link.replaceWith(link.cloneNode());
}
