import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { requestHandler, withNamedErrors } from './client-settings.ts';

/**
 * None beyond the first: Rekognition's quota is the narrowest place, and the state machine's retries are the ones
 * that spread out and that a person can see.
 */
const maxAttempts = 1;

export const rekognitionClient = () =>
  withNamedErrors(new RekognitionClient({ maxAttempts, requestHandler }));
