import type { StateVisit } from '../../../operations/executions/state-visits.ts';
import { toFaceRecord } from '../../../statemachine/face-record.ts';
import { type DetectedFaces, detectedFaces, faceResult } from '../../../statemachine/payloads.ts';
import type { FaceRecord } from '../../../statemachine/photo-record.ts';
import type { Face, OpenFace } from '../../api/face.ts';
import { cropUrl } from '../images/image-urls.ts';

/** What DetectFaces put out; undefined until it has. */
export function readDetected(visits: readonly StateVisit[]): DetectedFaces | undefined {
  const visit = visits.findLast(({ state, output }) => state === 'DetectFaces' && output !== undefined);
  return visit?.status === 'succeeded' ? detectedFaces.safeParse(JSON.parse(visit.output!)).data : undefined;
}

/** Every face that DetectFaces found, with what has become of it in this execution. */
export function readFaces(
  detected: DetectedFaces,
  visits: readonly StateVisit[],
  { isRunning }: { isRunning: boolean },
): Face[] {
  const iterations = visits.findLast(({ state }) => state === 'SearchEachFace')?.iterations ?? [];
  return detected.faces.map(({ idx, boundingBox }) => {
    const record = readOutcome(iterations[idx - 1]);
    if (!record) return { idx, boundingBox, ...(isRunning ? howFar(iterations[idx - 1]) : noOutcome) };
    return { ...record, ...(record.thumbKey !== undefined && { cropUrl: cropUrl(record.thumbKey) }) };
  });
}

const noOutcome = { outcome: 'NoOutcome' } as const;

/** What a face without an outcome is at. */
function howFar(visits: readonly StateVisit[] = []): Pick<OpenFace, 'outcome' | 'since' | 'attempt'> {
  const last = visits.at(-1);
  if (last?.state === 'IndexFacesHook') {
    const attempt = last.status === 'waiting' ? { attempt: last.attempts + 1 } : {};
    return { outcome: 'InHook', since: last.startedAt.toISOString(), ...attempt };
  }
  if (last?.status === 'waiting')
    return { outcome: 'Waiting', since: last.endedAt.toISOString(), attempt: last.attempts + 1 };
  return { outcome: 'Searching' };
}

/** The output of an iteration is that of its last state; other states' outputs are no result. */
function readOutcome(visits: readonly StateVisit[] = []): FaceRecord | undefined {
  const { output } = visits.at(-1) ?? {};
  if (output === undefined) return undefined;
  const { data } = faceResult.safeParse(JSON.parse(output));
  const record = data && toFaceRecord(data);
  if (record?.outcome !== 'Failed' || record.stage !== 'IndexFaces') return record;
  // The record leaves a stage's message and its answer to the history, which is here.
  const hook = visits.findLast(({ state }) => state === 'IndexFacesHook');
  if (hook?.status !== 'succeeded') return { ...record, ...hook?.errors.at(-1) };
  return { ...record, cause: `${record.cause}: ${readAnswer(hook.output)}` };
}

/** Characters: enough to recognise an answer; the state's output has it whole. */
const mostOfAnswer = 200;

function readAnswer(output = '{}'): string {
  const answer = JSON.stringify((JSON.parse(output) as { answer?: unknown }).answer) ?? 'nothing';
  return answer.length > mostOfAnswer ? `${answer.slice(0, mostOfAnswer)}…` : answer;
}
