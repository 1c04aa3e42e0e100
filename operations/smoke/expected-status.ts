import type { PhotoStatus } from '../../statemachine/payloads.ts';
import type { SmokePhoto } from './smoke-photo.ts';

/** What becomes of a smoke test's photo when all is well. */
export const expectedStatus = ({ hasFaces }: Pick<SmokePhoto, 'hasFaces'>): PhotoStatus =>
  hasFaces ? 'MATCHED' : 'NO_FACES';
