import { deployCommand } from '../command-line.ts';
import { connect, type Target, type TargetOptions } from '../connect.ts';
import { prefixes, rawBucket, thumbsBucket } from './buckets.ts';
import { answeredByAnother, type Check, failed, type Verdict, warning, well } from './check.ts';
import { clock } from './clock.ts';
import { credentials } from './credentials.ts';
import { dataFolder, diskSpace } from './data-folder.ts';
import { photosTableEncryption, rawBucketEncryption, thumbsBucketEncryption } from './encryption.ts';
import { functionEnvironments, lambdaConcurrency } from './functions.ts';
import { photosTable } from './photos-table.ts';
import { collection, faceEngine, rekognitionQuotas } from './rekognition.ts';
import { reprocessMachine, stateMachine } from './state-machine.ts';
import { eventBridgeSwitch, uploadQueue } from './uploads.ts';

/** What is looked at, in this order. When one of the first fails, nothing can be reached. */
const beforeConnecting = { aws: [credentials], local: [dataFolder, diskSpace] };
const connected = {
  aws: [
    stateMachine,
    reprocessMachine,
    functionEnvironments,
    rawBucket,
    eventBridgeSwitch,
    uploadQueue,
    rawBucketEncryption,
    thumbsBucket,
    thumbsBucketEncryption,
    prefixes,
    photosTable,
    photosTableEncryption,
    collection,
    rekognitionQuotas,
    lambdaConcurrency,
    clock,
  ],
  local: [
    stateMachine,
    reprocessMachine,
    rawBucket,
    thumbsBucket,
    prefixes,
    photosTable,
    collection,
    clock,
    faceEngine,
  ],
};

/** A verdict with the name of its check. */
export interface Finding extends Verdict {
  readonly check: string;
}

/** Examines the whole cloud; each finding comes as soon as it is known. What cannot be reached ends it. */
export async function* diagnose(options: TargetOptions): AsyncGenerator<Finding> {
  const where = options.aws ? 'aws' : 'local';
  for (const check of beforeConnecting[where]) {
    const finding = await examine(check, options);
    yield finding;
    if (finding.status === 'failed') return;
  }
  const check = options.aws ? 'stack' : 'local cloud';
  let target: Target;
  try {
    target = await connect({ ...options, recognises: false });
  } catch (error) {
    yield { check, ...explainUnreachable(error as Error, options) };
    return;
  }
  try {
    yield { check, ...well(describe(target)) };
    for (const next of connected[where]) yield await examine(next, { target, options: target.options });
  } finally {
    await target.close();
  }
}

function describe({ kind, startOnUpload, deployment }: Target): string {
  if (kind === 'aws') return `deployed in ${deployment.region}, with all its outputs`;
  if (startOnUpload) return 'runs, and uploads start executions';
  return kind === 'server'
    ? 'runs for another command, until that ends'
    : 'starts; uploads start executions only while npm start runs';
}

/** Nothing else can be checked: here a missing permission is a failure, too. */
function explainUnreachable(error: Error, options: TargetOptions): Verdict {
  const missing = missingPermission(error, ['cloudformation:DescribeStacks']);
  return missing
    ? failed(missing.message, missing.mend)
    : (answeredByAnother(error) ?? failed(error.message, mendConnection(error, options)));
}

function mendConnection({ name }: Error, options: TargetOptions): string {
  if (!options.aws) return 'stop the process that uses the folder, or choose another one: --data-dir <dir>';
  return name === 'StackNotFound' || name === 'StackIncomplete' ? deployCommand(options) : runAgain;
}

/** What it may not see is a warning, any other error a failure. */
async function examine<Subject>(check: Check<Subject>, subject: Subject): Promise<Finding> {
  try {
    return { check: check.name, ...(await check.examine(subject)) };
  } catch (error) {
    return { check: check.name, ...judgeError(error as Error, check.actions) };
  }
}

function judgeError(error: Error, actions: readonly string[]): Verdict {
  const missing = missingPermission(error, actions);
  if (missing) return warning(`not checked: ${missing.message}`, missing.mend);
  const message = `${error.name}: ${error.message}`;
  if (goneOrElsewhere.has(error.name))
    return failed(`not checked: ${message}`, 'mend the failed check of it');
  return answeredByAnother(error) ?? failed(message, runAgain);
}

/** Of a thing that has a check of its own, which says how to mend it. */
const goneOrElsewhere = new Set([
  'NoSuchBucket',
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'StateMachineDoesNotExist',
  'ResourceNotFoundException',
]);

/** For an error that no check expects, such as a throttle. */
const runAgain = 'run it again: a passing fault is gone by then';

/**
 * What IAM does not allow, if that is the error: the action in AWS's own message, else those that the failed
 * call may have needed. S3 and the services with a query protocol leave the word Exception out of its name.
 */
function missingPermission({ name, message }: Error, actions: readonly string[]) {
  if (name !== 'AccessDenied' && name !== 'AccessDeniedException') return undefined;
  const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? actions.join(' or ');
  const caller = /User: (arn:\S+)/.exec(message)?.[1] ?? 'these credentials';
  return {
    message: `${action} is not allowed to ${caller}`,
    mend: `allow ${action} to ${caller}`,
  };
}
