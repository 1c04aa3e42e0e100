import type { FaceCollection } from './face-collection.ts';
import type { Time } from './pacer.ts';
import type { Settings } from './settings.ts';
import type { WaitingFaces } from './waiting-faces.ts';

/** All that the work of a holder needs. */
export interface Work {
  readonly waiting: WaitingFaces;
  readonly collection: FaceCollection;
  readonly collectionId: string;
  readonly time: Time;
  readonly settings: Pick<Settings, 'callsPerSecond' | 'settleSeconds'>;
}
