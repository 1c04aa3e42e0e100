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
  surroundings?: Surroundings,
): { child: ChildProcess; ended: Promise<Ended> } {
  return start('ignore', commandLine(name, args), surroundings);
}

const commandLine = (name: CommandName, args: readonly string[]) => [
  process.execPath,
  path.join(root, 'cli', `${name}.ts`),
  ...args,
];

/** Why no terminal can be made here. */
export const noTerminal = process.platform === 'linux' ? undefined : 'a terminal is made by script of Linux';

/** In a terminal of its own, which is typed into by stdin and shows both outputs as stdout. */
export function startInTerminal(
  name: CommandName,
  args: readonly string[],
): { type: (keys: string) => void; shown: () => string; ended: Promise<Ended> } {
  const quoted = commandLine(name, args)
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    .join(' ');
  const script = ['script', '--quiet', '--return', '--flush', '--command', quoted, '/dev/null'];
  const { child, ended } = start('pipe', script);
  let shown = '';
  child.stdout!.on('data', (text: string) => {
    shown += text;
  });
  return { type: (keys) => void child.stdin!.write(keys), shown: () => shown, ended };
}

function start(
  stdin: 'ignore' | 'pipe',
  [program, ...args]: readonly string[],
  { from = root, env = {} }: Surroundings = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(program!, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, INIT_CWD: from, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
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
