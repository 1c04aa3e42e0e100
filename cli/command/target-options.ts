import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { defaultDataDir, type TargetOptions } from '../../operations/connect.ts';
import { UsageError } from '../../operations/usage-error.ts';
import { pathToShow, resolveGiven } from '../../operations/working-directory.ts';

/** The options of every command that say which cloud it talks to. */
export interface GivenTargetOptions {
  readonly dataDir?: string;
  readonly aws?: boolean;
  readonly profile?: string;
  readonly region?: string;
  readonly stack?: string;
}

export const withTargetOptions = (command: Command): Command =>
  command
    .option('--data-dir <dir>', "the local cloud's data folder (default: .match-faces in the project)")
    .option('--aws', 'talk to the stack deployed on AWS instead of the local cloud')
    .option('--profile <name>', "with --aws: a profile of the machine's AWS configuration")
    .option('--region <region>', 'with --aws: the Region of the stack')
    .option('--stack <name>', 'with --aws: the name of the stack (default: MatchFaces)');

/**
 * For what works on what is there: with the name of a data folder that is not there it would make one. Throws UsageError.
 */
export function existingTarget(given: GivenTargetOptions): TargetOptions {
  const options = targetOptions(given);
  if (options.aws || given.dataDir === undefined || existsSync(options.dataDir)) return options;
  throw new UsageError(`Expected a data folder, ${pathToShow(options.dataDir)} does not exist`);
}

/** Throws UsageError for options that contradict each other. */
export function targetOptions({ dataDir, aws, ...onAws }: GivenTargetOptions): TargetOptions {
  const { profile, region, stack } = onAws;
  const empty = Object.entries({ 'data-dir': dataDir, ...onAws }).find(([, value]) => value === '');
  // Most often a variable of the shell that is not set; without a name it would be the folder where the user stands.
  if (empty) throw new UsageError(`Expected a value for --${empty[0]}, got an empty one`);
  const onlyAws = profile ? '--profile' : region ? '--region' : stack ? '--stack' : undefined;
  if (onlyAws && !aws) throw new UsageError(`Expected --aws with ${onlyAws}: the local cloud needs none`);
  if (aws && dataDir !== undefined) {
    throw new UsageError('Expected --aws or --data-dir, got both: a data folder belongs to the local cloud');
  }
  const folder = dataDir === undefined ? defaultDataDir : resolveGiven(dataDir);
  return { dataDir: folder, aws: aws === true, profile, region, stack };
}
