import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundling } from '../../infra/bundling.ts';
import { functions } from '../../lambdas/functions.ts';
import { environmentOf, localDeployment } from '../../local/deployment.ts';
import type { FunctionName } from '../../statemachine/definition.ts';
import { bundle } from '../bundle.ts';

/** What Lambda is given of a function. */
export interface Artifact {
  readonly name: string;
  /** The unzipped asset. */
  readonly folder: string;
  /** The module that exports `handler`. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMB: number;
}

export const hostArchitecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** The functions as they are deployed, bundled for this machine into `parent`, with the names of the local cloud. */
export async function buildArtifacts(parent: string): Promise<Record<FunctionName, Artifact>> {
  const { rawBucket, thumbsBucket, photosTable, collectionId } = localDeployment;
  const names = { rawBucket, thumbsBucket, photosTable, collectionId };
  const { functions: bundled } = await bundle(parent, { ...names, architecture: hostArchitecture });
  const artifacts = Object.entries(bundled).map(([name, { folder, handler, environment }]) => {
    const { memoryMB } = functions[name as FunctionName];
    const file = join(folder, handler.replace(/\.handler$/, '.js'));
    return [name, { name, folder, file, environment, memoryMB }];
  });
  return Object.fromEntries(artifacts) as Record<FunctionName, Artifact>;
}

/** A module of the benches, bundled with the same settings into the folder of an artifact, whose sharp it uses. */
export async function buildBeside(artifact: Artifact, source: string, name: string): Promise<Artifact> {
  const { target, mainFields, minify } = bundling(hostArchitecture, []);
  const file = join(artifact.folder, `${name}.js`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../${source}`, import.meta.url))],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target,
    mainFields,
    minify,
    external: ['sharp'],
  });
  const variables = ['RAW_BUCKET', 'THUMBS_BUCKET', 'PHOTOS_TABLE', 'REKOGNITION_COLLECTION_ID'] as const;
  return { ...artifact, name, file, environment: environmentOf(variables) };
}
