import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, onTestFinished, test } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { mostSeconds } from '../../examples/index-faces/work-off.ts';
import { readDefinition } from '../../statemachine/definition.ts';
import { linesOf, roleStatements } from '../infra/statements.ts';
import { stageTemplate } from './stage-template.ts';

test('the stage may do what it does, and nothing else', () => {
  const arn = 'arn:<AWS::Partition>';
  const collection = `${arn}:rekognition:<AWS::Region>:<AWS::AccountId>:collection/`;
  const ours = 'when aws:ResourceAccount is <AWS::AccountId>';
  expect(Object.values(roleStatements(stageTemplate)).map(linesOf)).toEqual([
    [
      'Allow logs:CreateLogStream logs:PutLogEvents on <Logs>',
      `Allow rekognition:IndexFaces rekognition:SearchFacesByImage on ${collection}match-faces`,
      'Allow rekognition:CreateCollection rekognition:DeleteCollection rekognition:IndexFaces rekognition:SearchFaces' +
        ` on ${collection}match-faces-staging-*`,
      `Allow dynamodb:UpdateItem on ${arn}:dynamodb:<AWS::Region>:<AWS::AccountId>:table/MatchFaces-Pace`,
      `Allow s3:GetObject s3:GetObjectVersion on ${arn}:s3:::match-faces-thumbs/faces-thumbs/* ${ours}`,
      `Allow s3:DeleteObject s3:PutObject on ${arn}:s3:::match-faces-thumbs/faces-thumbs/working/*/index-faces/*` +
        ` ${arn}:s3:::match-faces-thumbs/faces-thumbs/working/index-faces/match-faces/* ${ours}`,
      `Allow s3:ListBucket on ${arn}:s3:::match-faces-thumbs ${ours}`,
    ],
  ]);
});

describe('deployed with settings', () => {
  const given = { collectionId: 'family', thumbsBucket: 'thumbs' };

  test('the function has them as its variables', async () => {
    const { template, stderr } = await synthesize({ ...given, quality: 'HIGH', settleSeconds: '2.5' });
    expect(stderr).toBe('');
    const [stage] = Object.values(template!.findResources('AWS::Lambda::Function'));
    expect(stage!.Properties.Environment.Variables).toMatchObject({
      ...{ INDEX_FACES_QUALITY: 'HIGH', INDEX_FACES_SETTLE_SECONDS: '2.5', PACE_TABLE: 'MatchFaces-Pace' },
    });
  });

  test.each([
    [{ quality: 'BEST' }, 'Expected one of AUTO, HIGH, LOW, MEDIUM, NONE for quality, got "BEST"\n'],
    [{ settleSeconds: 'soon' }, 'Expected a number from 0 for settleSeconds, got "soon"\n'],
    [
      { collectionId: undefined },
      'Expected collectionId and thumbsBucket, as the outputs of MatchFaces name them\n',
    ],
    [{ qualtiy: 'HIGH' }, expect.stringContaining('qualtiy')],
  ])('%j is refused in one line', async (wrong, message) => {
    expect(await synthesize({ ...given, ...wrong })).toEqual({ stderr: message });
  });
});

/** As `cdk` runs the app: with the settings in its environment. */
async function synthesize(context: Readonly<Record<string, string | undefined>>) {
  const outdir = await mkdtemp(join(tmpdir(), 'match-faces-stage-'));
  onTestFinished(() => rm(outdir, { recursive: true, force: true }));
  const app = join(import.meta.dirname, '../../examples/index-faces/app.ts');
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...cdk.context, ...context, 'aws:cdk:bundling-stacks': [] }),
  };
  try {
    const { stderr } = await promisify(execFile)(process.execPath, [app], { env });
    const file = join(outdir, 'MatchFaces-IndexFaces.template.json');
    return { template: Template.fromJSON(JSON.parse(await readFile(file, 'utf8'))), stderr };
  } catch (error) {
    return { stderr: (error as { stderr: string }).stderr };
  }
}

test('the hook waits longer than the stage can take', () => {
  stageTemplate.hasResourceProperties('AWS::Lambda::Function', { Timeout: mostSeconds });
  const { States } = readDefinition({ withStage: true });
  const hook = States.SearchEachFace!.ItemProcessor!.States.IndexFacesHook!;
  expect(hook.TimeoutSeconds).toBeGreaterThan(mostSeconds);
});
