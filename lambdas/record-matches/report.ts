import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { FaceRecord, PhotoRecord } from '../../statemachine/photo-record.ts';
import { logger } from '../shared/logger.ts';
import { metrics } from '../shared/metrics.ts';

const origin = ({ photoId, s3Key, executionArn }: PhotoRecord) => ({
  photoId,
  key: s3Key,
  execution: executionArn,
});

/** `MatchFaces` of `arn:aws:states:…:execution:MatchFaces:party`. */
const stateMachineOf = ({ executionArn }: PhotoRecord) => executionArn.split(':')[6]!;

/** One log line per face; its message is the outcome. */
export function reportFaces(record: PhotoRecord): void {
  for (const face of record.faces) {
    logger[face.outcome === 'Failed' ? 'error' : 'info'](face.outcome, {
      ...origin(record),
      ...lineOf(face),
    });
  }
}

function lineOf(face: FaceRecord) {
  const { idx } = face;
  switch (face.outcome) {
    case 'Match':
      return { idx, personId: face.personId, faceId: face.faceId, similarity: face.similarity };
    case 'NoMatch':
      return { idx, threshold: face.threshold };
    case 'Indexed':
      return { idx, personId: face.personId, faceId: face.faceId };
    case 'Unsearchable':
      return { idx, reason: face.reason };
    case 'Failed':
      return { idx, stage: face.stage, error: face.error };
  }
}

/** The photo's metrics, and a line for a photo that has none for its faces. */
export function reportPhoto(record: PhotoRecord): void {
  if (record.status === 'FAILED')
    logger.error('PhotoFailed', { ...origin(record), error: record.error?.error });
  if (record.status === 'NO_FACES') logger.info('NoFaces', origin(record));
  // Deployments in one account are told apart by it: a stack gives its state machine its own name.
  metrics.addDimension('StateMachine', stateMachineOf(record));
  const count = (name: string, value: number) => metrics.addMetric(name, MetricUnit.Count, value);
  count('FailedPhotos', record.status === 'FAILED' ? 1 : 0);
  count('PhotosWithoutFaces', record.status === 'NO_FACES' ? 1 : 0);
  count('Faces', record.faceCount);
  count('MatchedFaces', record.matchedCount);
  count('UnmatchedFaces', record.unmatchedCount);
  count('IndexedFaces', record.indexedCount);
  count('UnsearchableFaces', record.unsearchableCount);
  count('FailedFaces', record.failedCount);
  for (const face of record.faces) {
    if (face.outcome === 'Match') metrics.addMetric('Similarity', MetricUnit.Percent, face.similarity);
  }
}
