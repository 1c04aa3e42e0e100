import { expect, test } from 'vitest';
import { functionUrl, logsUrl } from '../../../console/api/aws-console.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:MatchFaces-DetectFaces';
const span = { from: new Date(Date.UTC(2026, 10, 23)), to: new Date(Date.UTC(2026, 10, 23, 1)) };

test('a function is found in the console of its Region', () => {
  expect(functionUrl(arn)).toBe(
    'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/MatchFaces-DetectFaces',
  );
  expect(functionUrl('arn:aws-cn:lambda:cn-north-1:123456789012:function:f')).toContain('amazonaws.cn');
  expect(functionUrl('arn:aws:states:::lambda:invoke')).toBeUndefined();
});

test('a query of Logs Insights names the log group, the text and the span', () => {
  const url = logsUrl(arn, { ...span, text: 'photos-raw/zoë "2".jpg' })!;
  const [page, detail] = url.split('$3FqueryDetail$3D');
  expect(page).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights',
  );
  // `*` and the hex digits of a byte stand for what its writing has a meaning for.
  const read = (text: string) => decodeURIComponent(text.replaceAll('*', '%'));
  const [, query, group] = /editorString~'([^~]+)~source~\(~'([^)]+)\)/.exec(detail!)!;
  expect(read(group!)).toBe('/aws/lambda/MatchFaces-DetectFaces');
  expect(read(query!)).toContain('filter @message like "photos-raw/zoë \\"2\\".jpg"');
  expect(detail).toContain("start~'2026-11-23T00*3a00*3a00.000Z");
});
