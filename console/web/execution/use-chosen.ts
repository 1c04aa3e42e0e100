import { useMemo } from 'react';
import { useAddress } from '../shell/address.ts';

/** What the user has chosen of an execution: told on the photo, in the tables, the graph and the timeline alike. */
export interface Chosen {
  /** The idx of a face; its iteration of the Map is one less. */
  readonly face?: number;
  readonly state?: string;
  readonly chooseFace: (idx: number | undefined) => void;
  readonly chooseState: (name: string) => void;
}

/** It stands in the address, so that a face that failed can be sent to somebody; Back leads away from the execution. */
export function useChosen(): Chosen {
  const [address, change] = useAddress();
  const face = readFace(address.get('face'));
  const state = address.get('state') ?? undefined;
  return useMemo(
    () => ({
      face,
      state,
      chooseFace: (idx) => change({ face: idx?.toString() }, { replace: true }),
      chooseState: (name) => change({ state: name }, { replace: true }),
    }),
    [face, state, change],
  );
}

const readFace = (text: string | null): number | undefined =>
  text && /^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined;
