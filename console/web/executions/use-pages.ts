import { useAddress } from '../shell/address.ts';

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

/** Where the pages begin to which this tab has been, by the question that they answer. */
const begun = new Map<string, (string | undefined)[]>();

/**
 * Pages of a list of which only the next cursor is known. The one that is shown stands in the address, which begins anew
 * when the question changes: whoever changes it takes `firstPage` along.
 */
export function usePages(question: string): Pages {
  const [address, change] = useAddress();
  const cursor = address.get('cursor') ?? undefined;
  const page = cursor === undefined ? 1 : Math.max(2, Math.floor(Number(address.get('page'))) || 2);
  const cursors = begun.get(question) ?? [];
  cursors[page - 1] = cursor;
  begun.set(question, cursors);
  return {
    cursor,
    page,
    known: Math.max(page, cursors.length),
    go: (wanted, next) => {
      const beginning = wanted > page ? (cursors[wanted - 1] ?? next) : cursors[wanted - 1];
      // Of an address that somebody sent the pages before are not known: it goes on from the first.
      change(beginning === undefined ? firstPage : { page: String(wanted), cursor: beginning });
    },
    skipTo: (beginning) => change({ page: String(page), cursor: beginning }, { replace: true }),
  };
}

export const firstPage = { page: undefined, cursor: undefined } as const;
