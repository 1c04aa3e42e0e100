import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Config, readConfig } from '../infra/config.ts';

export interface Deployment {
  /** Its first argument. */
  readonly operation: string;
  /** What the app makes of the settings that were given. */
  readonly config: Config;
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/**
 * Pastes a printed deployment into a shell, where npm runs the project's script, and `cdk` tells what it was given
 * instead of deploying it. Of a setting that is given twice the last counts, as for CDK.
 */
export async function pasteDeployment(command: string): Promise<Deployment> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fake-cdk-'));
  try {
    // What npm puts first on the path for its scripts.
    const bin = path.join(folder, 'node_modules/.bin');
    await mkdir(bin, { recursive: true });
    await copyFile(new URL('../package.json', import.meta.url), path.join(folder, 'package.json'));
    await writeFile(path.join(bin, 'cdk'), fakeCdk, { mode: 0o755 });
    const { AWS_REGION: _, AWS_PROFILE: __, ...env } = process.env;
    await promisify(execFile)('sh', ['-c', command], { cwd: folder, env });
    const [region, ...args] = (await readFile(path.join(folder, 'given'), 'utf8')).split('\0').slice(0, -1);
    const valuesOf = (option: string) => args.filter((_, index) => args[index - 1] === option);
    const settings = valuesOf('-c').map((setting) => setting.split(/=(.*)/s).slice(0, 2));
    return {
      operation: args[0]!,
      config: readConfig(Object.fromEntries(settings)),
      region: region || undefined,
      profile: valuesOf('--profile').at(-1),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const fakeCdk = `#!/bin/sh
printf '%s\\0' "$AWS_REGION" "$@" > given
`;
