import { paginateGetExecutionHistory, type SFNClient } from '@aws-sdk/client-sfn';

export interface FaceProgress {
  /** Faces DetectFaces found. */
  readonly found: number;
  /** Faces that have their outcome. */
  readonly searched: number;
}

/** How far a running execution is: one iteration of its Map per face. */
export async function readFaceProgress(sfn: SFNClient, executionArn: string): Promise<FaceProgress> {
  let [found, searched] = [0, 0];
  const pages = paginateGetExecutionHistory(
    { client: sfn, pageSize: 1000 },
    { executionArn, includeExecutionData: false },
  );
  for await (const { events } of pages) {
    for (const { type, mapStateStartedEventDetails } of events ?? []) {
      if (type === 'MapStateStarted') found = mapStateStartedEventDetails?.length ?? 0;
      if (type === 'MapIterationSucceeded') searched += 1;
    }
  }
  return { found, searched };
}
