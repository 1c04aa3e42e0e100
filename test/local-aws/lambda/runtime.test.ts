import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { functionArn } from '../../../local-aws/account.ts';
import type { LocalFunction } from '../../../local-aws/lambda/local-function.ts';
import { createLambdaRuntime, type LambdaRuntime } from '../../../local-aws/lambda/runtime.ts';
import type { TaskError } from '../../../local-aws/step-functions/invoke.ts';
import type { JsonValue } from '../../../local-aws/step-functions/json-value.ts';

const handlerFile = (name: string) => fileURLToPath(new URL(`handlers/${name}.ts`, import.meta.url));

let logsFolder: string;
let runtime: LambdaRuntime | undefined;

beforeEach(async () => {
  logsFolder = await mkdtemp(join(tmpdir(), 'lambda-'));
});

afterEach(async () => {
  await runtime?.close();
  await rm(logsFolder, { recursive: true });
});

/** A runtime with one function `Tested` from the folder of handlers. */
function deploy(
  handler: string,
  configured: Partial<LocalFunction> = {},
  options: { concurrency?: number; throttle?: boolean } = {},
) {
  const defaults = { handlerFile: handlerFile(handler), timeoutSeconds: 30, memoryMB: 128, environment: {} };
  runtime = createLambdaRuntime({
    functions: { Tested: { ...defaults, ...configured } },
    endpoint: 'http://127.0.0.1:1',
    logsFolder,
    ...options,
  });
  return runtime;
}

const invoke = (payload: JsonValue, signal = new AbortController().signal) =>
  runtime!.invoke({ functionArn: functionArn('Tested'), payload, signal });

/** How the invocation fails: the name that Retry and Catch see, and the parsed Cause. */
async function failure(invocation: Promise<JsonValue>) {
  const error = await invocation.then(
    (answer) => expect.fail(`Expected the invocation to fail, got ${JSON.stringify(answer)}`),
    (error: TaskError) => error,
  );
  return { error: error.error, cause: JSON.parse(error.cause) };
}

const log = () => readFile(join(logsFolder, 'Tested.log'), 'utf8');

describe('a handler', () => {
  it('is told who it is and how much time is left', async () => {
    deploy('echo', { timeoutSeconds: 20, memoryMB: 256 });
    const { context } = (await invoke({})) as { context: Record<string, unknown> };
    expect(context).toMatchObject({
      functionName: 'Tested',
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn('Tested'),
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/Tested',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context.remaining).toBeGreaterThan(0);
    expect(context.remaining).toBeLessThanOrEqual(20_000);
  });

  it('sees its own variables and none of the machine', async () => {
    process.env.MACHINE_SECRET = 'of this machine';
    deploy('echo', { environment: { OWN: 'of the function' } });
    const { environment } = (await invoke({})) as { environment: Record<string, string> };
    expect(environment).toMatchObject({
      OWN: 'of the function',
      AWS_ACCESS_KEY_ID: 'LOCALTESTED',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_LAMBDA_FUNCTION_NAME: 'Tested',
    });
    const foreign = Object.keys(environment).filter((name) => !/^(OWN|AWS_)/.test(name));
    expect(foreign).toEqual([]);
  });

  it('does not see the variables of another function', async () => {
    const configured = { handlerFile: handlerFile('echo'), timeoutSeconds: 30, memoryMB: 128 };
    runtime = createLambdaRuntime({
      functions: {
        Tested: { ...configured, environment: { OF_TESTED: 'yes' } },
        Other: { ...configured, environment: { OF_OTHER: 'yes' } },
      },
      endpoint: 'http://127.0.0.1:1',
      logsFolder,
    });
    await runtime.invoke({
      functionArn: functionArn('Other'),
      payload: {},
      signal: new AbortController().signal,
    });
    const { environment } = (await invoke({})) as { environment: Record<string, string> };
    expect(environment.OF_TESTED).toBe('yes');
    expect(environment).not.toHaveProperty('OF_OTHER');
  });

  it('gets its event as JSON and answers JSON', async () => {
    deploy('answers');
    expect(await invoke({ what: 'date' })).toEqual({ at: '1970-01-01T00:00:00.000Z', list: [null] });
    expect(await invoke({ what: 'nothing' })).toBeNull();
  });

  it('is loaded once and serves one invocation after the other', async () => {
    deploy('counts');
    expect([await invoke(null), await invoke(null), await invoke(null)]).toEqual([1, 2, 3]);
  });
});

describe('an error that a handler throws', () => {
  it('keeps its name, and the cause has type, message and trace', async () => {
    deploy('throws');
    const { error, cause } = await failure(invoke({ how: 'error' }));
    expect(error).toBe('PhotoUnreadable');
    expect(cause).toMatchObject({ errorType: 'PhotoUnreadable', errorMessage: 'no image in it' });
    expect(cause.trace[0]).toBe('PhotoUnreadable: no image in it');
  });

  it.each([
    ['string', 'string', 'just text'],
    ['nothing', 'undefined', 'undefined'],
  ])('that is no Error (%s) is named by its type', async (how, errorType, errorMessage) => {
    deploy('throws');
    expect(await failure(invoke({ how }))).toEqual({
      error: errorType,
      cause: { errorType, errorMessage, trace: [] },
    });
  });

  it('leaves the sandbox in use', async () => {
    deploy('throws');
    await failure(invoke({ how: 'error' }));
    await invoke({ how: 'well' });
    expect((await log()).match(/Init Duration/g)).toHaveLength(1);
  });

  it.each([
    ['uncaught', 'PhotoUnreadable'],
    ['rejection', 'Runtime.UnhandledPromiseRejection'],
  ])(
    'where nobody catches it (%s) fails the invocation, and the next gets a new sandbox',
    async (how, name) => {
      deploy('throws');
      expect((await failure(invoke({ how }))).error).toBe(name);
      expect(await invoke({ how: 'well' })).toBe('well');
      expect((await log()).match(/Init Duration/g)).toHaveLength(2);
    },
  );

  it.each(['bigint', 'circle'])('is thrown for an answer that JSON cannot say: %s', async (what) => {
    deploy('answers');
    const { error, cause } = await failure(invoke({ what }));
    expect(error).toBe('Error');
    expect(cause.errorMessage).toBe('Unable to stringify response body');
  });
});

describe('a sandbox', () => {
  it('that is out of time is stopped even in an endless loop, and replaced', async () => {
    deploy('hangs', { timeoutSeconds: 1 });
    const { error, cause } = await failure(invoke({}));
    expect(error).toBe('Sandbox.Timedout');
    expect(cause).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
      ),
    });
    expect(await invoke({ hang: false })).toBe('did not hang');
  });

  it.each([
    [1, 'with error: exit status 1'],
    [0, 'without providing a reason'],
  ])('that exits with status %i ends as Runtime.ExitError, and is replaced', async (status, reason) => {
    deploy('exits');
    const { error, cause } = await failure(invoke({ status }));
    expect(error).toBe('Runtime.ExitError');
    expect(cause.errorMessage).toMatch(new RegExp(`^RequestId: .+ Error: Runtime exited ${reason}$`));
    expect(await invoke({})).toBe('still here');
  });

  it('that runs out of memory ends as Runtime.ExitError', async () => {
    deploy('hoards', { memoryMB: 16 });
    const { error, cause } = await failure(invoke({}));
    expect(error).toBe('Runtime.ExitError');
    expect(cause.errorMessage).toContain('signal: killed');
  });

  it.each([
    ['fails-to-load', 'EnvironmentInvalid', 'Expected REQUIRED to be set, got nothing'],
    ['misses-module', 'Runtime.ImportModuleError', 'no-such-module.ts'],
    ['exports-none', 'Runtime.HandlerNotFound', 'to export a function named handler'],
  ])('whose handler does not load (%s) fails with %s', async (handler, name, message) => {
    deploy(handler);
    const { error, cause } = await failure(invoke({}));
    expect(error).toBe(name);
    expect(cause.errorMessage).toContain(message);
  });
});

describe('invocations at the same time', () => {
  it('run in sandboxes of their own, up to the concurrency; the others wait', async () => {
    deploy('waits', {}, { concurrency: 2 });
    const batch = () => Promise.all([1, 2, 3, 4].map(() => invoke({ milliseconds: 100 })));
    const threads = [...(await batch()), ...(await batch())];
    expect(new Set(threads).size).toBe(2);
    expect(runtime!.statistics.Tested!.invocations).toBe(8);
  });

  it('beyond the concurrency are refused when the runtime throttles', async () => {
    deploy('waits', {}, { concurrency: 1, throttle: true });
    const first = invoke({ milliseconds: 100 });
    await expect(invoke({ milliseconds: 0 })).rejects.toMatchObject({
      error: 'Lambda.TooManyRequestsException',
      cause: 'Rate Exceeded.',
    });
    await first;
    await expect(invoke({ milliseconds: 0 })).resolves.toBeTypeOf('number');
  });

  it('that nobody waits for any more are dropped before they start', async () => {
    deploy('waits', {}, { concurrency: 1 });
    const stopped = new AbortController();
    const first = invoke({ milliseconds: 100 });
    const second = invoke({ milliseconds: 0 }, stopped.signal);
    stopped.abort(new Error('The execution was stopped'));
    await expect(second).rejects.toThrow('The execution was stopped');
    await first;
    await invoke({ milliseconds: 0 });
    expect(runtime!.statistics.Tested!.invocations).toBe(2);
  });

  it('run to their end once started, whoever still waits', async () => {
    deploy('waits');
    const stopped = new AbortController();
    const invocation = invoke({ milliseconds: 50 }, stopped.signal);
    stopped.abort(new Error('The execution was stopped'));
    await expect(invocation).resolves.toBeTypeOf('number');
  });
});

describe('limits', () => {
  it('a payload over 6 MB is refused', async () => {
    deploy('counts');
    await expect(invoke('x'.repeat(6_291_455))).rejects.toMatchObject({
      error: 'Lambda.RequestTooLargeException',
    });
  });

  it('an answer over 6 MB is an error', async () => {
    deploy('answers');
    expect((await failure(invoke({ what: 'big' }))).error).toBe('Function.ResponseSizeTooLarge');
  });

  it('an ARN of no function is not found', async () => {
    deploy('counts');
    const signal = new AbortController().signal;
    const invocation = runtime!.invoke({ functionArn: functionArn('Unknown'), payload: {}, signal });
    await expect(invocation).rejects.toMatchObject({ error: 'Lambda.ResourceNotFoundException' });
  });
});

describe('the log of a function', () => {
  it('has what the handler wrote between START and END, then the REPORT', async () => {
    deploy('logs', { memoryMB: 512 });
    await invoke({ lines: 500 });
    const lines = (await log()).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
    expect(lines.filter((line) => line === 'to stderr')).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('line '))).toHaveLength(500);
    expect(lines.at(-3)).toBe('line 500 of 500');
    expect(lines.at(-2)).toMatch(/^END RequestId: /);
    expect(lines.at(-1)).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tInit Duration: [\d.]+ ms$/,
    );
  });

  it('says what an invocation died of', async () => {
    deploy('hangs', { timeoutSeconds: 1 });
    await failure(invoke({}));
    expect(await log()).toMatch(/REPORT .*\tStatus: timeout\n$/);
  });

  it('adds up what was billed', async () => {
    deploy('waits');
    await invoke({ milliseconds: 50 });
    expect(runtime!.statistics.Tested!.billedMilliseconds).toBeGreaterThanOrEqual(50);
  });
});

describe('closing', () => {
  it('ends what is running', async () => {
    deploy('hangs', { timeoutSeconds: 600 });
    const invocation = failure(invoke({}));
    await vi.waitFor(async () => expect(await log()).toContain('START'));
    await runtime!.close();
    expect((await invocation).error).toBe('Runtime.ExitError');
  });

  it('starts nothing more', async () => {
    deploy('hangs', {}, { concurrency: 1 });
    const invocations = Promise.allSettled([invoke({}), invoke({})]);
    await runtime!.close();
    for (const invocation of await invocations) expect(invocation.status).toBe('rejected');
    expect(runtime!.statistics.Tested!.invocations).toBe(0);
  });
});
