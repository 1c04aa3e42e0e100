import { useState } from 'react';

export interface Pages {
  /** Undefined for the first page. */
  readonly cursor: string | undefined;
  /** From 1. */
  readonly page: number;
  /** Pages that can be gone to. */
  readonly known: number;
  /** `next` is the cursor of the page after this one. */
  go(page: number, next: string | undefined): void;
  /** This page begins further on: searching found nothing so far. */
  skipTo(cursor: string): void;
}

/** Pages of a list of which only the next cursor is known. Begins anew when the question changes. */
export function usePages(question: string): Pages {
  const [state, setState] = useState<{ question: string; cursors: (string | undefined)[]; page: number }>({
    question,
    cursors: [undefined],
    page: 1,
  });
  const { cursors, page } =
    state.question === question ? state : { cursors: [undefined] as (string | undefined)[], page: 1 };
  return {
    cursor: cursors[page - 1],
    page,
    known: cursors.length,
    go: (wanted, next) => {
      const known = wanted > cursors.length && next !== undefined ? [...cursors, next] : cursors;
      setState({ question, cursors: known, page: Math.max(1, Math.min(wanted, known.length)) });
    },
    skipTo: (cursor) =>
      setState({
        question,
        page,
        cursors: cursors.map((each, index) => (index === page - 1 ? cursor : each)),
      }),
  };
}
