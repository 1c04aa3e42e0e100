import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type CommandName =
  | 'match'
  | 'enroll'
  | 'name'
  | 'people'
  | 'executions'
  | 'reprocess'
  | 'redrive'
  | 'forget'
  | 'doctor'
  | 'smoke'
  | 'console'
  | 'prune'
  | 'start';

interface Surroundings {
  /** Where the user stands; the project's root by default. */
  readonly from?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command of the project as `npm run` does. */
export const runCommand = (
  name: CommandName,
  args: readonly string[],
  surroundings?: Surroundings,
): Promise<Ended> => startCommand(name, args, surroundings).ended;

export function startCommand(
  name: CommandName,
  args: readonly string[],
  { from = root, env = {} }: Surroundings = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [path.join(root, 'cli', `${name}.ts`), ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, INIT_CWD: from, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** What a command told with `--json`: every line of its stdout. */
export const linesOfJson = <Line>({ stdout }: Pick<Ended, 'stdout'>): Line[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
