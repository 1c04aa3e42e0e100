import { expect, test } from 'vitest';
import { fromPath } from '../../../../console/api/execution-name.ts';
import { executionPath } from '../../../../console/web/executions/execution-path.ts';

/** As a browser takes the address of a link, and as the router hands on a part of it. */
const shown = (name: string) => new URL(executionPath(name), 'http://localhost').pathname;

test.each(['.', '..', '...', 'party.jpg', "it's_a+b=c@home!", 'größe', '(1)', 'a-b_c'])(
  'the page of the execution %s is one part of a path, which gives the name again',
  (name) => {
    const [, executions, part = '', ...more] = shown(name).split('/');
    expect([executions, more]).toEqual(['executions', []]);
    expect([part, decodeURI(part), decodeURIComponent(part)].map(fromPath)).toEqual([name, name, name]);
  },
);
