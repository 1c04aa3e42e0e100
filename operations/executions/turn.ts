import { GetExecutionHistoryCommand, type SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { pace } from '../../statemachine/payloads.ts';

/** The state in which a photo waits until Rekognition's quota is free for its faces. */
const waiting = 'WaitForTurn';

const paced = z.object({ pace });

/** Until when a visit to a state waits for a turn; undefined for any other. */
export function turnIn({
  state,
  input,
}: {
  readonly state?: string;
  readonly input?: string;
}): Date | undefined {
  if (state !== waiting || input === undefined) return undefined;
  const { data } = paced.safeParse(JSON.parse(input));
  return data && new Date(data.pace.turn);
}

/** Until when a running execution waits for its turn; undefined when it does something else. */
export async function readTurn(sfn: SFNClient, executionArn: string): Promise<Date | undefined> {
  const request = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 });
  const { events: [last] = [] } = await sfn.send(request);
  const { name, input } = last?.stateEnteredEventDetails ?? {};
  return turnIn({ state: name, input });
}
