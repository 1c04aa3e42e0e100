import type { Deployment } from '../statemachine/deployment.ts';
import { npmRun, quoted } from '../statemachine/shell-words.ts';
import { defaultDataDir, type TargetOptions } from './connect.ts';
import { pathToShow } from './working-directory.ts';

/** The commands that are printed to be copied. Each is about the cloud it was printed for, wherever it is pasted. */

/** By its name without `--`. One that is true has no value; one that is absent is left out. */
type Options = Readonly<Record<string, string | number | boolean | undefined>>;

/** A command of this project. */
export function projectCommand(
  cloud: TargetOptions,
  script: string,
  operands: readonly string[] = [],
  options: Options = {},
): string {
  const given = Object.entries({ ...options, ...cloudOptions(cloud) }).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
  // A key can look like an option.
  const words = operands.some((operand) => operand.startsWith('-'))
    ? [...given, '--', ...operands]
    : [...operands, ...given];
  return npmRun(script, words.map(quoted));
}

function cloudOptions({ aws, stack, region, profile, dataDir }: TargetOptions): Options {
  if (aws) return { aws, stack, region, profile };
  return { 'data-dir': dataDir === defaultDataDir ? undefined : pathToShow(dataDir) };
}

/**
 * Deploys the stack again: with the settings that it was made with, as it puts them out, and these. CDK takes the Region
 * from the environment alone, and of a setting that is given twice the last.
 */
export function deployCommand(
  { stack, region, profile }: TargetOptions,
  { settings }: Pick<Deployment, 'settings'> = {},
  changes: readonly string[] = [],
): string {
  const before = settings ?? (stack === undefined ? undefined : setting(`stackName=${stack}`));
  const args = [before, ...changes.map(setting), profileOption(profile)].filter((arg) => arg !== undefined);
  return `${region ? `AWS_REGION=${region} ` : ''}${npmRun('deploy', args)}`;
}

const setting = (value: string) => `-c ${quoted(value)}`;

/** A command of the AWS CLI, for the account and Region of the stack. */
export const awsCommand = ({ region, profile }: Pick<TargetOptions, 'region' | 'profile'>, command: string) =>
  [`aws ${command}`, region && `--region ${region}`, profileOption(profile)].filter(Boolean).join(' ');

const profileOption = (profile: string | undefined) => (profile ? `--profile ${quoted(profile)}` : undefined);
