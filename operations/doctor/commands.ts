import { defaultDataDir, type TargetOptions } from '../connect.ts';
import { pathToShow } from '../working-directory.ts';
import type { Connected } from './check.ts';

/** A command of the AWS CLI, for the account and Region of the stack. */
export const awsCommand = ({ target, options }: Connected, command: string): string =>
  ['aws', command, '--region', target.deployment.region, ...profileFlag(options)].join(' ');

/** Makes what is missing: a command of the AWS CLI; the local cloud makes what it lacks when it starts. */
export const makingCommand = (connected: Connected, command: string): string =>
  connected.options.aws
    ? awsCommand(connected, command)
    : 'stop the local cloud and start it again: npm start';

/** A command of this project, for the same cloud. */
export const projectCommand = (options: TargetOptions, name: string, args: readonly string[] = []): string =>
  withFlags(`npm run ${name}`, [...cloudFlags(options), ...args]);

/** Deploys the stack again. CDK takes the Region from the environment alone. */
export function deployCommand(options: TargetOptions, settings: readonly string[] = []): string {
  const { region, stack } = options;
  const all = [...(stack ? [`stackName=${stack}`] : []), ...settings];
  return withFlags(`${region ? `AWS_REGION=${region} ` : ''}npm run deploy`, [
    ...profileFlag(options),
    ...all.flatMap((setting) => ['-c', setting]),
  ]);
}

function cloudFlags(options: TargetOptions): string[] {
  const { aws, region, stack, dataDir } = options;
  if (!aws && dataDir === defaultDataDir) return [];
  if (!aws) return ['--data-dir', JSON.stringify(pathToShow(dataDir))];
  const ofStack = [...(region ? ['--region', region] : []), ...(stack ? ['--stack', stack] : [])];
  return ['--aws', ...ofStack, ...profileFlag(options)];
}

const profileFlag = ({ profile }: TargetOptions): string[] => (profile ? ['--profile', profile] : []);

const withFlags = (command: string, flags: readonly string[]): string =>
  flags.length > 0 ? `${command} -- ${flags.join(' ')}` : command;
