/** A local cloud in a process of its own, whose time and memory are the cloud's alone; started by measured-cloud.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type CloudOptions, startCloud } from '../../local/cloud.ts';
import { forEachAtOnce } from '../../operations/match/at-once.ts';
import { machineName } from '../../statemachine/deployment.ts';
import { strangers } from './strangers.ts';

/** What kind of cloud it is to be. */
export interface CloudSettings {
  readonly dataDir: string;
  /** Faces that are found in every photo. */
  readonly faces: number;
  /** Whether the functions only answer with samples. */
  readonly sampleFunctions?: boolean;
  /** Whether every search of a sample function is throttled, however often it is tried. */
  readonly throttled?: boolean;
}

export interface Usage {
  /** Of all threads since the process began: before the collection, and with it. */
  readonly cpuMs: number;
  readonly cpuMsCollected: number;
  /** Bytes of JavaScript's heap after a collection; of the main thread. */
  readonly heap: number;
  /** Bytes of the process. */
  readonly rss: number;
}

/** The requests, answered one after the other. */
export interface Requests {
  usage: { request: Record<string, never>; answer: Usage };
  /** Runs an execution for each, and waits for their ends. */
  run: { request: { executions: readonly { name: string; key: string }[] }; answer: Record<string, never> };
  close: { request: Record<string, never>; answer: Record<string, never> };
}

/** Sent once, first. */
export interface Started {
  readonly endpoint: string;
  /** Of the start alone, without loading the code. */
  readonly wallMs: number;
  readonly cpuMs: number;
}

const settings: CloudSettings = JSON.parse(process.argv[2]!);
const before = { wallMs: performance.now(), cpuMs: cpuMs() };
const cloud = await startCloud(optionsOf(settings));
tell({
  endpoint: cloud.endpoint,
  wallMs: performance.now() - before.wallMs,
  cpuMs: cpuMs() - before.cpuMs,
} satisfies Started);

process.on('message', async (message: { [Name in keyof Requests]?: Requests[Name]['request'] }) => {
  if (message.usage) tell(await usage());
  else if (message.run) tell(await run(message.run));
  else await close();
});

function optionsOf({ dataDir, faces, sampleFunctions, throttled }: CloudSettings): CloudOptions {
  const options = { dataDir, engine: strangers(faces) };
  if (!sampleFunctions) return options;
  const answering = {
    handlerFile: fileURLToPath(new URL('sample-function.ts', import.meta.url)),
    environment: { GROWTH_FACES: String(faces), ...(throttled && { GROWTH_THROTTLED: '1' }) },
  };
  const functions = { DetectFaces: answering, CropAndSearch: answering, RecordMatches: answering };
  return { ...options, functions, waitScale: 0 };
}

async function usage(): Promise<Usage> {
  const used = cpuMs();
  // What a collection finds dead may hold on to more until the next turn of the event loop.
  for (let round = 0; round < 2; round += 1) {
    global.gc!();
    await sleep(0);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { cpuMs: used, cpuMsCollected: cpuMs(), heap: heapUsed, rss };
}

/** As many at once as keep every sandbox busy. */
const executionsAtOnce = 8;

async function run({ executions }: Requests['run']['request']) {
  const { signal } = new AbortController();
  await forEachAtOnce(executions, { atOnce: executionsAtOnce, signal }, async ({ name, key }) => {
    const request = { machine: machineName, name, input: { key } };
    const { executionArn } = await cloud.stepFunctions.startExecution(request);
    await cloud.stepFunctions.waitFor(executionArn);
  });
  return {};
}

async function close() {
  await cloud.close();
  tell({});
  process.disconnect();
}

function tell(answer: object) {
  process.send!(answer);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
