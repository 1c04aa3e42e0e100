import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { resourcesOf, synthesize } from '../infra/synthesize.ts';
import { readPage } from './documents.ts';

const runbook = readPage('RUNBOOK.md');
const blocks = [...runbook.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);

test('only the first line of the runbook names a stack', () => {
  expect(runbook.match(/.*MatchFaces.*/g)).toEqual(["STACK=MatchFaces   # the name before the alarm's"]);
});

test('every command of ours in the runbook is told which stack', () => {
  const commands = [...runbook.matchAll(/npm run (?:doctor|redrive|reprocess|executions)[^`\n]*/g)];
  expect(commands.length).toBeGreaterThan(5);
  for (const [command] of commands) expect(command).toContain('--aws --stack "$STACK"');
});

test('the runbook finds the logs and outputs of a stack of another name', () => {
  const template = synthesize({ stackName: 'Holiday' });
  const logGroups = resourcesOf<{ LogGroupName: string }>(template, 'AWS::Logs::LogGroup');
  const existing = Object.values(logGroups).map(({ Properties }) => Properties.LogGroupName);
  const named = [...runbook.matchAll(/\/aws\/(?:lambda|vendedlogs)\/[\w/$-]+/g)];
  expect(named.length).toBeGreaterThan(2);
  for (const [name] of named) expect(existing).toContain(name.replace('$STACK', 'Holiday'));

  const outputs = [...runbook.matchAll(/\$\(output (\w+)\)/g)].map(([, name]) => name);
  expect(outputs.length).toBeGreaterThan(2);
  for (const name of outputs) expect(Object.keys(template.toJSON().Outputs)).toContain(name);
});

test('a shell can read every command of the runbook', () => {
  expect(blocks.length).toBeGreaterThan(5);
  const { status, stderr } = spawnSync('bash', ['-n'], { input: blocks.join('\n'), encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
