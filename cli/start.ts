import { once } from 'node:events';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { dataDirectory } from './command/data-directory.ts';
import { interruptSignal } from './command/interrupt.ts';
import { runCommand } from './command/run-command.ts';
import { pathToShow } from './command/working-directory.ts';
import { readConcurrency } from './reprocess/bound.ts';
import { detectionsBeside, readTps } from './reprocess/quota.ts';

interface Options {
  readonly port: number;
  readonly dataDir?: string;
  readonly tps?: number;
  readonly openExecutions?: number;
}

/** Unassigned, and not the one of another local AWS. */
const defaultPort = 4510;

export const command = new Command('npm start --')
  .description(
    'Runs the local cloud in the foreground: S3, DynamoDB, Rekognition and Step Functions on one port of this machine, with the workflow deployed. A photo put under photos-raw/ starts an execution by itself.',
  )
  .option('--port <number>', 'where to listen on 127.0.0.1; 0 takes any free port', readPort, defaultPort)
  .option('--data-dir <dir>', 'the folder that keeps all state (default: .match-faces in the project)')
  .option(
    '--tps <searches>',
    "Rekognition's quota of searches a second, beyond which it throttles (default: none)",
    readTps,
  )
  .option(
    '--open-executions <number>',
    'uploads wait while so many executions of uploads are open (default: each starts at once)',
    readConcurrency,
  )
  .action(start);

if (import.meta.main) await runCommand(command);

async function start({ port, dataDir, tps, openExecutions }: Options): Promise<void> {
  const interrupted = interruptSignal();
  const cloud = await startCloud({
    port,
    dataDir: dataDirectory(dataDir),
    startOnUpload: true,
    rekognitionQuotas: tps === undefined ? {} : quotas(tps),
    openExecutions,
  });
  try {
    process.stdout.write(greeting(cloud));
    cloud.rekognitionReady().then(
      () => process.stdout.write('The face engine is warm.\n'),
      (error: Error) => process.stderr.write(`error: the face engine did not start: ${error.message}\n`),
    );
    if (!interrupted.aborted) await once(interrupted, 'abort');
    process.stdout.write('Stopping\n');
  } finally {
    await cloud.close();
  }
}

function greeting({ endpoint, dataDir, deployment: { region, rawBucket, rawPrefix } }: Cloud): string {
  return `\
The local cloud is at ${endpoint}. To point the AWS CLI or an SDK at it:

  export AWS_ENDPOINT_URL=${endpoint}
  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

Photos  s3://${rawBucket}/${rawPrefix}
State   ${pathToShow(dataDir)}
Logs    ${pathToShow(path.join(dataDir, 'logs'))}

Ctrl-C stops it.
`;
}

const quotas = (tps: number) => ({ SearchFacesByImage: tps, DetectFaces: detectionsBeside(tps) });

function readPort(given: string): number {
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}
