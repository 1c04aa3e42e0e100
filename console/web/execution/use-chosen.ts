import { useMemo, useState } from 'react';

/** What the user has chosen of an execution: told on the photo, in the tables, the graph and the timeline alike. */
export interface Chosen {
  /** The idx of a face; its iteration of the Map is one less. */
  readonly face?: number;
  readonly state?: string;
  readonly chooseFace: (idx: number | undefined) => void;
  readonly chooseState: (name: string) => void;
}

export function useChosen(): Chosen {
  const [face, chooseFace] = useState<number>();
  const [state, chooseState] = useState<string>();
  return useMemo(() => ({ face, state, chooseFace, chooseState }), [face, state]);
}
