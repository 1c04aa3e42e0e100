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

/** CDK takes the Region from the environment alone. */
export const deployCommand = ({ profile, region }: TargetOptions, settings: readonly string[] = []): string =>
  withFlags(`${region ? `AWS_REGION=${region} ` : ''}npm run deploy`, [
    ...profileFlag({ profile }),
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);

function cloudFlags(options: TargetOptions): string[] {
  const { aws, region, dataDir } = options;
  if (!aws && dataDir === defaultDataDir) return [];
  if (!aws) return ['--data-dir', JSON.stringify(pathToShow(dataDir))];
  return ['--aws', ...(region ? ['--region', region] : []), ...profileFlag(options)];
}

const profileFlag = ({ profile }: Pick<TargetOptions, 'profile'>): string[] =>
  profile ? ['--profile', profile] : [];

const withFlags = (command: string, flags: readonly string[]): string =>
  flags.length > 0 ? `${command} -- ${flags.join(' ')}` : command;
