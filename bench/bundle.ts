import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { accountId } from '@match-faces/local-aws/account.ts';
import { functions } from '../lambdas/functions.ts';
import type { FunctionName } from '../statemachine/definition.ts';

const app = fileURLToPath(new URL('../infra/app.ts', import.meta.url));
const { context: flags } = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8'));

export interface BundledFunction {
  /** The unzipped asset. */
  readonly folder: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Bundled {
  readonly functions: Readonly<Record<FunctionName, BundledFunction>>;
  /** Text in which `${DetectFacesArn}` stands for the function's ARN. */
  readonly definition: string;
}

interface FunctionResource {
  readonly Properties: {
    readonly Handler: string;
    readonly Code: { readonly S3Key: string };
    readonly Environment: { readonly Variables: Record<string, unknown> };
  };
}

/** Synthesizes the app with its Lambdas bundled, in a process of its own as the CDK command does, into `parent`. */
export async function bundle(parent: string, settings: Record<string, unknown>): Promise<Bundled> {
  const outdir = await mkdtemp(join(parent, 'out-'));
  const context = JSON.stringify({ ...flags, ...settings });
  await promisify(execFile)(process.execPath, [app], {
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: context },
  });
  const { Resources } = JSON.parse(readFileSync(join(outdir, 'MatchFaces.template.json'), 'utf8'));
  const resource = (prefix: string) =>
    Object.entries(Resources).find(([id]) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id))![1];
  const names = Object.keys(functions) as FunctionName[];
  return {
    functions: Object.fromEntries(
      names.map((name) => {
        const { Handler, Code, Environment } = (resource(name) as FunctionResource).Properties;
        const folder = join(outdir, `asset.${Code.S3Key.replace('.zip', '')}`);
        const environment = Object.entries(Environment.Variables).map(([variable, value]) => [
          variable,
          valueHere(value),
        ]);
        return [name, { folder, handler: Handler, environment: Object.fromEntries(environment) }];
      }),
    ) as Record<FunctionName, BundledFunction>,
    definition: (resource('Workflow') as { Properties: { DefinitionString: string } }).Properties
      .DefinitionString,
  };
}

/** What CloudFormation puts in is the account, or what it chooses by the Region: here those of the local cloud. */
function valueHere(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::If': chosen } = value as { 'Fn::If'?: [condition: string, inLargeRegion: string] };
  return chosen ? chosen[1] : accountId;
}

/** The packages of a folder's node_modules that are made for some platform. */
export const platformPackages = (folder: string): string[] =>
  readdirSync(join(folder, 'node_modules/@img')).filter((name) => name !== 'colour');
