import { expect, test } from 'vitest';
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

test('the hook waits longer than the stage can take', () => {
  stageTemplate.hasResourceProperties('AWS::Lambda::Function', { Timeout: mostSeconds });
  const { States } = readDefinition({ withStage: true });
  const hook = States.SearchEachFace!.ItemProcessor!.States.IndexFacesHook!;
  expect(hook.TimeoutSeconds).toBeGreaterThan(mostSeconds);
});
