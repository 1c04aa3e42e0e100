import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functions } from '../../lambdas/functions.ts';
import { localDeployment } from '../../local/deployment.ts';
import type { RecordedPermission } from '../../local-aws/gateway/recorder.ts';
import type { FunctionName } from '../../statemachine/definition.ts';
import { type Deployed, deployLocally, sample } from '../workflow/deployed.ts';
import { permits, permittedBy } from './permitted.ts';
import { roleStatements } from './statements.ts';
import { synthesize } from './synthesize.ts';

const { rawBucket, thumbsBucket, photosTable, collectionId } = localDeployment;
const roles = roleStatements(synthesize({ rawBucket, thumbsBucket, photosTable, collectionId }));

/** Allowed, and not to be seen in a local run. */
const unseen: Record<string, string> = {
  'logs:CreateLogStream': 'Lambda’s own',
  'logs:PutLogEvents': 'Lambda’s own',
  'xray:PutTraceSegments': 'the local cloud has no X-Ray',
  'xray:PutTelemetryRecords': 'the local cloud has no X-Ray',
  's3:ListBucket': 'never called: with it S3 says of a missing object that it is missing',
  's3:GetObjectVersion': 'the local S3 keeps no versions',
};

let deployed: Deployed;
let recorded: readonly RecordedPermission[];
const usedBy = (name: FunctionName) => recorded.filter(({ caller }) => caller === name);

beforeAll(async () => {
  deployed = await deployLocally({ searchesPerSecond: 1000 });
  const party = await sample(1);
  // Nobody is known; then somebody is; a photo that needs a working copy; one that is none; one that is gone.
  const unknown = await deployed.upload('unknown.jpg', party);
  await deployed.run({ key: unknown });
  await deployed.enroll(party, 1);
  const keys = [
    unknown,
    await deployed.upload('party.webp', await sharp(party).webp().toBuffer()),
    await deployed.upload('notes.txt', 'no photo'),
    'photos-raw/gone.jpg',
  ];
  const executions = await Promise.all(keys.map((key) => deployed.run({ key })));
  expect(executions.map(({ output, error }) => output?.status ?? error)).toEqual([
    'MATCHED',
    'MATCHED',
    'PhotoFailed',
    'PhotoFailed',
  ]);
  recorded = deployed.cloud.recorded.entries;
}, 180_000);
afterAll(() => deployed.close());

describe.each(Object.keys(functions) as FunctionName[])('the role of %s', (name) => {
  test('allows every call that the function makes in a run of the whole workflow', () => {
    const used = usedBy(name);
    expect(used.length).toBeGreaterThan(0);
    const allowed = permittedBy(roles[name]!);
    const forbidden = permittedBy(roles[name]!, 'Deny');
    const denied = used.filter(
      (call) =>
        !allowed.some((permission) => permits(permission, call)) ||
        forbidden.some((permission) => permits(permission, call)),
    );
    expect(denied).toEqual([]);
  });

  test('allows nothing that it does not make use of', () => {
    const used = usedBy(name);
    const idle = permittedBy(roles[name]!).filter(
      (permission) => !used.some((call) => permits(permission, call)),
    );
    expect(idle.filter(({ action }) => !unseen[action])).toEqual([]);
  });
});
