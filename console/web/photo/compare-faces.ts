import type { BoundingBox } from '../../../statemachine/payloads.ts';
import type { Face } from '../../api/face.ts';

/** A face that is not what it was in the run before; without `before` it was not found then, without `after` not now. */
export interface FaceChange {
  readonly before?: Face;
  readonly after?: Face;
}

/** What of two faces' boxes overlaps, if they are of the same face: another version of Rekognition draws others. */
const leastOverlap = 0.4;

/** The faces that changed from one run of a photo to the next. */
export function compareFaces(before: readonly Face[], after: readonly Face[]): FaceChange[] {
  const left = new Set(before);
  const changes: FaceChange[] = [];
  for (const face of after) {
    const same = mostLike(face, left);
    if (same) left.delete(same);
    if (!same) changes.push({ after: face });
    else if (!isSame(same, face)) changes.push({ before: same, after: face });
  }
  return [...changes, ...[...left].map((face) => ({ before: face }))];
}

function mostLike(face: Face, candidates: ReadonlySet<Face>): Face | undefined {
  let [found, most]: [Face | undefined, number] = [undefined, leastOverlap];
  for (const candidate of candidates) {
    const overlap = overlapOf(face.boundingBox, candidate.boundingBox);
    if (overlap >= most) [found, most] = [candidate, overlap];
  }
  return found;
}

/** The area that two boxes share, as a part of that which they cover together. */
function overlapOf(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Of a Match a similarity that moved by less than a hundredth of a percent is the same. */
function isSame(a: Face, b: Face): boolean {
  if (a.outcome !== b.outcome) return false;
  const [of, to] = [JSON.stringify(whatIsTold(a)), JSON.stringify(whatIsTold(b))];
  return of === to;
}

function whatIsTold(face: Face): unknown {
  switch (face.outcome) {
    case 'Match':
      return [face.faceId, face.similarity.toFixed(2)];
    case 'NoMatch':
      return [face.threshold, face.notIndexed];
    case 'Indexed':
      return face.faceId;
    case 'Unsearchable':
      return face.reason;
    case 'Failed':
      return [face.stage, face.error];
    default:
      return undefined;
  }
}
