import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bundled, bundle, platformPackages } from '../../bench/bundle.ts';
import { functions } from '../../lambdas/functions.ts';
import { localDeployment } from '../../local/deployment.ts';
import { functionArn } from '../../local-aws/account.ts';
import { createLambdaRuntime, type LambdaRuntime } from '../../local-aws/lambda/runtime.ts';
import {
  createStepFunctions,
  type StepFunctions,
} from '../../local-aws/step-functions/step-functions-service.ts';
import { fillPlaceholders } from '../../statemachine/definition.ts';
import { type Deployed, deployLocally, sample } from '../workflow/deployed.ts';

const { rawBucket, thumbsBucket, photosTable, collectionId } = localDeployment;
const names = { rawBucket, thumbsBucket, photosTable, collectionId };
const host = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** npm installs into the assets, three times. */
const patience = 300_000;

// Outside the repository, so that nothing in an asset can find the repository's node_modules.
let outside: string;
let artifact: Bundled;
let deployed: Deployed;
let lambda: LambdaRuntime;
let stepFunctions: StepFunctions;

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'match-faces-artifact-'));
  artifact = await bundle(outside, { ...names, architecture: host });
  deployed = await deployLocally();
  lambda = createLambdaRuntime({
    functions: Object.fromEntries(
      Object.entries(artifact.functions).map(([name, { folder, handler, environment }]) => {
        const { timeoutSeconds, memoryMB } = functions[name as keyof typeof functions];
        const handlerFile = join(folder, handler.replace(/\.handler$/, '.js'));
        return [name, { handlerFile, timeoutSeconds, memoryMB, environment }];
      }),
    ),
    endpoint: deployed.cloud.endpoint,
    logsFolder: join(outside, 'logs'),
  });
  stepFunctions = createStepFunctions({
    folder: join(outside, 'executions'),
    machines: [{ name: 'MatchFaces', definition: fillPlaceholders(artifact.definition, functionArn) }],
    invoke: lambda.invoke,
    waitScale: 0.01,
  });
}, patience);

afterAll(async () => {
  await stepFunctions?.close();
  await lambda?.close();
  await deployed?.close();
  await rm(outside, { recursive: true, force: true });
});

test.each(['jpeg', 'webp'] as const)(
  'what is deployed matches the faces of a %s photo, from the definition to the record',
  async (format) => {
    await deployed.forgetEverybody();
    const [person] = await deployed.enroll(await sample(1), 1);
    const photo = await sharp(await sample(1))
      [format]({ quality: 95 })
      .toBuffer();
    const key = await deployed.upload(`party.${format}`, photo);

    const { executionArn } = await stepFunctions.startExecution({ machine: 'MatchFaces', input: { key } });

    expect(await stepFunctions.waitFor(executionArn)).toBe('SUCCEEDED');
    const record = await deployed.record(key);
    expect(record).toMatchObject({ executionArn, status: 'MATCHED', faceCount: 3, matchedCount: 1 });
    expect(record!.faces[0]).toMatchObject({ outcome: 'Match', personId: person });
  },
);

test('the decoder of HEIC photos is in the asset, and loads', () => {
  const load = createRequire(join(artifact.functions.DetectFaces.folder, 'index.js'));
  expect(load.resolve('libheif-js/wasm-bundle.js')).toContain(outside);
  expect(load('libheif-js/wasm-bundle.js')).toHaveProperty('HeifDecoder');
});

test(
  'the assets for arm64 hold sharp for Linux on arm64 and no other, and are the same in every synth',
  async () => {
    const [first, second] = [await bundle(outside, names), await bundle(outside, names)];
    for (const name of ['DetectFaces', 'CropAndSearch'] as const) {
      expect(platformPackages(first.functions[name].folder)).toEqual([
        'sharp-libvips-linux-arm64',
        'sharp-linux-arm64',
      ]);
    }
    const hashes = ({ functions }: Bundled) => Object.values(functions).map(({ folder }) => basename(folder));
    expect(hashes(second)).toEqual(hashes(first));
  },
  patience,
);
