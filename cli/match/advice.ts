import { DescribeCollectionCommand } from '@aws-sdk/client-rekognition';
import type { Target } from '../../operations/connect.ts';
import type { PhotoResult } from '../../operations/match/photo-result.ts';
import { countFaces } from '../../operations/match/totals.ts';
import { printable } from '../terminal/printable.ts';

/** What explains a result that looks like a fault: with nobody in the collection nobody is found. */
export async function adviseOnEmptyCollection(
  { rekognition, deployment: { collectionId } }: Target,
  results: readonly PhotoResult[],
): Promise<string | undefined> {
  const { Match, NoMatch } = countFaces(results);
  if (Match > 0 || NoMatch === 0) return undefined;
  const { FaceCount } = await rekognition.send(new DescribeCollectionCommand({ CollectionId: collectionId }));
  return FaceCount === 0
    ? `Nobody is known because the collection ${collectionId} is empty: npm run enroll -- face.jpg`
    : undefined;
}

/** What is left behind when the user interrupts. */
export function adviseOnInterrupt(kind: Target['kind'], unfinished: readonly string[]): string {
  if (unfinished.length === 0) return 'Interrupted; no photo was under way';
  const keys = printable(unfinished.join(', '));
  return kind === 'in-process'
    ? `Interrupted; match these again, their executions ended with the local cloud: ${keys}`
    : `Interrupted; the executions of these go on, see npm run executions: ${keys}`;
}
