import * as z from 'zod/mini';
import { drawAnnotated } from '../../../operations/annotate/annotate-photo.ts';
import type { Target } from '../../../operations/connect.ts';
import type { Names } from '../../../operations/people/names.ts';
import { faceRecord } from '../../../statemachine/photo-record.ts';
import { executionName } from '../../api/execution-name.ts';
import { readExecution } from '../executions/execution.ts';
import type { Histories } from '../executions/history.ts';
import { withNames } from '../people/named-faces.ts';
import type { ImageCache } from './image-cache.ts';
import { photoImage } from './photo-image.ts';

export const annotatedQuery = z.object({ execution: executionName });

/**
 * The photo of an execution with a box and a label for each face that has its outcome. Not remembered: names change.
 * Throws Refusal as the photo does.
 */
export async function annotatedImage(
  target: Target,
  sources: { cache: ImageCache; histories: Histories; names: Names },
  execution: string,
): Promise<Buffer> {
  const { photo, faces } = await readExecution(target, sources.histories, execution);
  const query = { key: photo?.key ?? '', size: 'full', execution } as const;
  const bytes = await photoImage(target, sources, query);
  const known = faces.flatMap((face) => faceRecord.safeParse(face).data ?? []);
  return (await drawAnnotated(bytes, await withNames(sources.names, known))).jpeg;
}
