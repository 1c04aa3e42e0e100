import path from 'node:path';
import { connectToAws } from './connect/connect-to-aws.ts';
import { connectToLocalCloud } from './connect/connect-to-local-cloud.ts';
import type { Target, TargetOptions } from './connect/target.ts';

export { refuseBorrowed, type Target, type TargetOptions } from './connect/target.ts';

/** Where the local cloud keeps its state when no other folder is named. */
export const defaultDataDir = path.resolve(import.meta.dirname, '../.match-faces');

/**
 * The deployed stack with `aws`, else the local cloud of that data folder: the one that runs, or a new one in
 * this process.
 */
export const connect = (options: TargetOptions): Promise<Target & AsyncDisposable> =>
  options.aws ? connectToAws(options) : connectToLocalCloud(options);
