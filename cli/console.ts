import { once } from 'node:events';
import { Page } from '@match-faces/console/page.ts';
import { startConsole } from '@match-faces/console/start-console.ts';
import { Command } from 'commander';
import { connect, type Target } from '../operations/connect.ts';
import { interruptSignal } from './command/interrupt.ts';
import { readPort } from './command/read-port.ts';
import { runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';

interface Options extends GivenTargetOptions {
  readonly port: number;
}

/** Beside that of the local cloud's endpoint. */
const defaultPort = 4511;

const command = new Command('npm run console --')
  .description(
    'Serves the console on this machine: executions, photos and people in a browser. Without a running local cloud it starts one, as long as it runs itself. Credentials stay in this process; the browser never sees them.',
  )
  .option('--port <number>', 'where to listen on 127.0.0.1; 0 takes any free port', readPort, defaultPort)
  .action(serve);
withTargetOptions(command).addHelpText(
  'after',
  `
npm start serves the console, too.

Examples:
  npm run console
  npm run console -- --aws --profile photos --region eu-west-1`,
);

await runCommand(command);

async function serve({ port, ...given }: Options): Promise<void> {
  const options = targetOptions(given);
  const interrupted = interruptSignal();
  const page = new Page({ signal: interrupted, tell: (what) => process.stderr.write(`${what}\n`) });
  await using opened = new AsyncDisposableStack();
  const target = opened.use(await connect(options));
  const console = await startConsole(target, options, { port, page });
  opened.defer(() => console.close());
  await page.ready.catch((error: Error) => {
    if (!interrupted.aborted) throw error;
  });
  if (!interrupted.aborted) {
    process.stdout.write(greeting(target, console.url));
    await once(interrupted, 'abort');
  }
  process.stdout.write('Stopping\n');
}

function greeting({ kind, deployment: { region } }: Target, url: string): string {
  const where = kind === 'aws' ? `the stack on AWS in ${region}` : 'the local cloud';
  return `The console of ${where} is at ${url}\nCtrl-C stops it.\n`;
}
