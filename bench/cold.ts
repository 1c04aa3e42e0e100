/** `npm run bench:cold`: what a function takes in a sandbox that is new, and what it weighs. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import type { FunctionName } from '../statemachine/definition.ts';

import type { DetectedFaces } from '../statemachine/payloads.ts';
import { startArtifact } from './artifact/artifact-process.ts';
import { type Artifact, buildArtifacts, buildBeside } from './artifact/artifacts.ts';
import { cameraPhoto } from './group-photo.ts';
import { measuredCloud } from './photo/measured-cloud.ts';
import { report, rounded } from './report.ts';
import { median } from './timing.ts';

const { json, runs } = new Command('npm run bench:cold --')
  .description(
    'Milliseconds of importing each artifact, bundled as for Lambda, and of its first invocation, each time in a ' +
      'fresh process; beside it the floor: a bundle with the same SDK clients, the same calls and sharp, and nothing else. ' +
      "The asset's size is unzipped and zipped. Rekognition's answers are fixed and take no time.",
  )
  .option('--runs <number>', 'of each, in turns; the median counts', Number, 15)
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; runs: number }>();

const bareSources: Readonly<Record<FunctionName, string>> = {
  DetectFaces: 'cold/bare-detect-faces.ts',
  CropAndSearch: 'cold/bare-crop-and-search.ts',
  RecordMatches: 'cold/bare-record-matches.ts',
};

const folder = await mkdtemp(join(tmpdir(), 'bench-cold-'));
try {
  const artifacts = await buildArtifacts(folder);
  const cloud = await measuredCloud(join(folder, 'cloud'), await cameraPhoto(12), 1);
  const events = await recordedEvents(artifacts, cloud);
  const rows = [];
  for (const name of Object.keys(bareSources) as FunctionName[]) {
    const artifact = artifacts[name];
    const sizes = sizesOf(artifact.folder);
    const bare = await buildBeside(artifact, bareSources[name], `bare${name}`);
    const ours: Start[] = [];
    const floor: Start[] = [];
    for (let run = 0; run < runs; run += 1) {
      ours.push(await start(artifact, events[name], cloud.endpoint));
      floor.push(await start(bare, events[name], cloud.endpoint));
    }
    const [mine, least] = [middle(ours), middle(floor)];
    rows.push({
      function: name,
      importMs: Math.round(mine.importMs),
      importRatio: rounded(mine.importMs / least.importMs, 2),
      firstMs: Math.round(mine.firstMs),
      firstRatio: rounded(mine.firstMs / least.firstMs, 2),
      coldMs: Math.round(mine.importMs + mine.firstMs),
      floorMs: Math.round(least.importMs + least.firstMs),
      coldRatio: rounded((mine.importMs + mine.firstMs) / (least.importMs + least.firstMs), 2),
      ...sizes,
    });
  }
  await cloud.close();
  report(rows, { json });
} finally {
  await rm(folder, { recursive: true });
}

/** An event for each function, as the one before answers it. */
async function recordedEvents(
  artifacts: Readonly<Record<FunctionName, Artifact>>,
  { endpoint, key }: { endpoint: string; key: string },
): Promise<Record<FunctionName, unknown>> {
  const output = async (name: FunctionName, event: unknown) => {
    const sandbox = await startArtifact(artifacts[name], endpoint);
    const answer = await sandbox.invoke(event);
    sandbox.end();
    return answer.output;
  };
  const { faces, ...photo } = (await output('DetectFaces', { key })) as DetectedFaces;
  const toSearch = { ...photo, face: faces[0] };
  const searched = await output('CropAndSearch', toSearch);
  const execution = {
    arn: 'arn:aws:states:us-east-1:000000000000:execution:MatchFaces:cold',
    startedAt: new Date().toISOString(),
  };
  return {
    DetectFaces: { key },
    CropAndSearch: toSearch,
    RecordMatches: { ...photo, faces: [searched], execution },
  };
}

interface Start {
  readonly importMs: number;
  readonly firstMs: number;
}

async function start(artifact: Artifact, event: unknown, endpoint: string): Promise<Start> {
  const sandbox = await startArtifact(artifact, endpoint);
  const { ms: firstMs } = await sandbox.invoke(event);
  sandbox.end();
  return { importMs: sandbox.importMs, firstMs };
}

function middle(starts: readonly Start[]): Start {
  return {
    importMs: median(starts.map(({ importMs }) => importMs)),
    firstMs: median(starts.map(({ firstMs }) => firstMs)),
  };
}

/** MB; the zip is estimated by compressing each file by itself, as zip does. */
function sizesOf(asset: string) {
  const files = globSync('**', { cwd: asset, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  const sum = (sizeOf: (path: string) => number) =>
    rounded(paths.reduce((total, path) => total + sizeOf(path), 0) / 1e6, 2);
  return {
    assetMB: sum((path) => statSync(path).size),
    zippedMB: sum((path) => gzipSync(readFileSync(path)).length),
  };
}
