import { enableCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Context } from 'aws-lambda';
import { describeLoadFailure, describeThrown, type FunctionError } from './function-error.ts';
import type { Invocation, Report, SandboxData } from './sandbox.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const port = parentPort!;
const { handlerFile, compileCache } = workerData as SandboxData;
let requestId = '';

process.on('uncaughtException', (thrown) => crash(describeThrown(thrown)));
process.on('unhandledRejection', (reason) =>
  crash({ ...describeThrown(reason), errorType: 'Runtime.UnhandledPromiseRejection' }),
);

enableCompileCache(compileCache);
void loadHandler().then((handler) => {
  if (!handler) return;
  port.on('message', async (invocation: Invocation) => report(await invoke(handler, invocation)));
  return report({ kind: 'ready' });
});

async function loadHandler(): Promise<Handler | undefined> {
  try {
    const { handler } = await import(pathToFileURL(handlerFile).href);
    if (typeof handler === 'function') return handler;
    const errorMessage = `Expected ${handlerFile} to export a function named handler`;
    crash({ errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] });
  } catch (thrown) {
    crash(describeLoadFailure(thrown));
  }
}

async function invoke(handler: Handler, invocation: Invocation): Promise<Report> {
  requestId = invocation.requestId;
  try {
    const context = invocationContext(invocation, process.env);
    return { kind: 'answered', response: serialize(await handler(JSON.parse(invocation.payload), context)) };
  } catch (thrown) {
    const error = describeThrown(thrown);
    logError('Invoke Error', error);
    return { kind: 'failed', error };
  }
}

/** The second argument of a handler, as Lambda's runtime for Node 24 makes it. */
function invocationContext(
  { requestId, functionArn, deadline }: Invocation,
  environment: NodeJS.ProcessEnv,
): Omit<Context, 'done' | 'fail' | 'succeed'> {
  return {
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME!,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION!,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE!,
    awsRequestId: requestId,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME!,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME!,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

/** As Lambda does: nothing and what JSON cannot say become null; what it cannot even try is an error. */
function serialize(result: unknown): string {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function crash(error: FunctionError) {
  logError('Uncaught Exception', error);
  void report({ kind: 'crashed', error }).then(() => process.exit(129));
}

function logError(what: string, error: FunctionError) {
  process.stdout.write(
    `${new Date().toISOString()}\t${requestId}\tERROR\t${what}\t${JSON.stringify(error)}\n`,
  );
}

/** After everything that was written, so that the log has it before the line that ends the invocation. */
async function report(message: Report) {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  port.postMessage(message);
}

/** What was written is counted until the other side has it: where there is nothing, nobody need be asked. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return;
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve());
  });
}
