import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { paceAt } from '../local/deployment.ts';
import { stageFunction } from '../local/stage-function.ts';
import { connect, type TargetOptions } from '../operations/connect.ts';
import { UsageError } from '../operations/usage-error.ts';
import { pathToShow, resolveGiven } from '../operations/working-directory.ts';
import { interruptSignal } from './command/interrupt.ts';
import { readTps } from './command/option-values.ts';
import { readPort } from './command/read-port.ts';
import { runCommand } from './command/run-command.ts';
import { targetOptions } from './command/target-options.ts';

interface Options {
  readonly port: number;
  readonly consolePort: number;
  /** False with --no-console. */
  readonly console: boolean;
  readonly dataDir?: string;
  readonly tps?: number;
  readonly indexFaces?: string;
}

/** Unassigned, and not the one of another local AWS. */
const defaultPort = 4510;
const defaultConsolePort = 4511;

/** Milliseconds from Ctrl-C to the end. */
const longestStop = 1_800;

export const command = new Command('npm start --')
  .description(
    'Runs the local cloud in the foreground: S3, DynamoDB, Rekognition and Step Functions on one port of this machine, with the workflow deployed. A photo put under photos-raw/ starts an execution by itself.',
  )
  .option('--port <number>', 'where to listen on 127.0.0.1; 0 takes any free port', readPort, defaultPort)
  .option(
    '--console-port <number>',
    'where the console listens, or any free port when another program does',
    readPort,
    defaultConsolePort,
  )
  .option('--no-console', 'without the console')
  .option('--data-dir <dir>', 'the folder that keeps all state (default: .match-faces in the project)')
  .option(
    '--tps <searches>',
    "Rekognition's quota of searches a second, beyond which it throttles, and the pace that keeps photos to it (default: neither)",
    readTps,
  )
  .option(
    '--index-faces <file>',
    'a stage for the hook: a module that exports a function named handler; it gets the variables of your shell that begin with INDEX_FACES_',
  )
  .action(start);

async function start({ port, tps, indexFaces, ...options }: Options): Promise<void> {
  const interrupted = interruptSignal();
  interrupted.addEventListener('abort', endSoon);
  const here = targetOptions({ dataDir: options.dataDir });
  const pace = tps === undefined ? {} : paceAt(tps);
  const stage = indexFaces === undefined ? undefined : findStage(indexFaces);
  await using opened = new AsyncDisposableStack();
  const cloud = await startCloud({
    port,
    dataDir: here.dataDir,
    startOnUpload: true,
    ...pace,
    ...(stage !== undefined && { indexFacesFunction: stageFunction(stage, pace, process.env) }),
  });
  opened.defer(() => cloud.close());
  if (stage !== undefined) await checkStage(cloud, stage);
  process.stdout.write(greeting(cloud, stage));
  cloud.rekognitionReady().then(
    () => {
      if (!interrupted.aborted) process.stdout.write('The face engine is warm.\n');
    },
    (error: Error) => {
      if (!interrupted.aborted)
        process.stderr.write(`error: the face engine did not start: ${error.message}\n`);
    },
  );
  if (options.console) await serveConsole(opened, here, options.consolePort, interrupted);
  if (!interrupted.aborted) await once(interrupted, 'abort');
  process.stdout.write('Stopping\n');
}

const expectedOfStage = 'Expected of --index-faces a module that exports a function named handler';

/** Throws UsageError when it is not there. */
function findStage(given: string): string {
  const file = resolveGiven(given);
  if (given !== '' && existsSync(file) && statSync(file).isFile()) return file;
  throw new UsageError(`${expectedOfStage}, got ${JSON.stringify(given)}, which is no file`);
}

/** Throws UsageError when it cannot be called: said now, and not by the first face. */
async function checkStage(cloud: Cloud, file: string): Promise<void> {
  const error = await cloud.load('IndexFaces');
  if (!error) return;
  throw new UsageError(
    `${expectedOfStage}, got ${pathToShow(file)}, which does not load: ${error.errorType}: ${error.errorMessage}`,
  );
}

/** Whatever does not come to its end, such as a large photo in native code: all state survives a kill. */
function endSoon(): void {
  setTimeout(() => process.exit(), longestStop).unref();
}

/** Loaded only when the endpoint is there, and told when the page is built: nobody waits for it. */
async function serveConsole(
  opened: AsyncDisposableStack,
  here: TargetOptions,
  port: number,
  interrupted: AbortSignal,
): Promise<void> {
  const { Page } = await import('@match-faces/console/page.ts');
  const { startConsole } = await import('@match-faces/console/start-console.ts');
  const page = new Page({ signal: interrupted, tell: (what) => process.stdout.write(`${what}\n`) });
  const target = opened.use(await connect(here));
  const console = await startConsole(target, here, { port, orAnyPort: true, page });
  opened.defer(() => console.close());
  page.ready.then(
    () => process.stdout.write(`The console is at ${console.url}\n`),
    (error: Error) => {
      if (error.name !== 'AbortError')
        process.stderr.write(`error: the console was not built: ${error.message}\n`);
    },
  );
}

function greeting(
  { endpoint, dataDir, deployment: { region, rawBucket, rawPrefix } }: Cloud,
  stage: string | undefined,
): string {
  return `\
The local cloud is at ${endpoint}. To point the AWS CLI or an SDK at it:

  export AWS_ENDPOINT_URL=${endpoint}
  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

Photos  s3://${rawBucket}/${rawPrefix}
State   ${pathToShow(dataDir)}
Logs    ${pathToShow(path.join(dataDir, 'logs'))}${stage === undefined ? '' : `\nStage   ${pathToShow(stage)}, in IndexFacesHook`}

Ctrl-C stops it.
`;
}

if (import.meta.main) await runCommand(command);
