import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { clockKey } from '../../lambdas/detect-faces/clock.ts';
import { mostFaces } from '../../lambdas/shared/rekognition-limits.ts';
import { projectCommand } from '../command-line.ts';
import type { Target } from '../connect.ts';
import { formatDuration } from '../format-time.ts';
import { UsageError } from '../usage-error.ts';
import { type Check, ifThere, warning, well } from './check.ts';

/** Seconds: less than a minute is gone before anybody has read of it. */
const worthTelling = 60;

/** ListExecutions' largest page. */
const mostListed = 1_000;

/** How far ahead turns are given, and whether there is anybody to take them. */
export const clock: Check = {
  name: 'clock',
  actions: ['dynamodb:GetItem', 'states:ListExecutions'],
  async examine({ target, options }) {
    const { paceTable, searchesPerSecond, stateMachineArn } = target.deployment;
    if (paceTable === undefined) return well('none: a stack of an earlier version has no turns');
    const lead = await ifThere(readLead(target, paceTable), 'ResourceNotFoundException');
    if (lead === undefined) return well('free: no photo has taken a turn yet');
    if (lead < worthTelling) return well(`${lead > 0 ? `${formatDuration(1000 * lead)} ahead` : 'free'}`);
    const request = new ListExecutionsCommand({
      ...{ stateMachineArn, statusFilter: 'RUNNING' as const, maxResults: mostListed },
    });
    const { executions = [], nextToken } = await target.sfn.send(request);
    const message = `${formatDuration(1000 * lead)} ahead: a photo that comes now waits so long; running now: ${executions.length}`;
    const promised = lead * (Number(searchesPerSecond) || 1);
    if (nextToken !== undefined || promised <= executions.length * mostFaces) return well(message);
    return warning(
      `${message}, too few for so many turns. Those that were stopped have not given theirs back`,
      projectCommand(options, 'doctor', [], { 'reset-clock': true }),
    );
  },
};

/** Seconds from now until the quota is free; negative when it is, undefined when nobody has asked for it. */
async function readLead({ photos }: Pick<Target, 'photos'>, TableName: string): Promise<number | undefined> {
  const { Item } = await photos.send(new GetCommand({ TableName, Key: clockKey, ConsistentRead: true }));
  return Item && Number(Item.freeAt) / 1e6 - Date.now() / 1000;
}

/**
 * Sets the clock back, and gives the seconds that it was ahead: the next photo begins at once. Who waits already goes
 * on waiting for the turn that they have. Throws UsageError where there is none.
 */
export async function resetClock(target: Pick<Target, 'photos' | 'deployment'>): Promise<number> {
  const { paceTable } = target.deployment;
  if (paceTable === undefined) {
    throw new UsageError(
      'Expected a stack with a clock, got one of an earlier version: deploy it again first',
    );
  }
  const lead = await readLead(target, paceTable);
  await target.photos.send(new DeleteCommand({ TableName: paceTable, Key: clockKey }));
  return Math.max(0, lead ?? 0);
}
