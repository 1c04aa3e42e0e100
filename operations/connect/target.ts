import type { Deployment } from '../../statemachine/deployment.ts';
import type { Clients } from './clients.ts';

/** The cloud an operation talks to. Behind its clients AWS and the local cloud are the same. */
export interface Target extends Clients {
  /** The local cloud of this process or of another one, or the deployed stack. */
  readonly kind: 'in-process' | 'server' | 'aws';
  /** Whether a photo's upload starts its execution: not in a cloud that lives only as long as a command. */
  readonly startOnUpload: boolean;
  readonly deployment: Deployment;
  /** How a command names it, with the stack and the Region on AWS, also where the user left them to their defaults. */
  readonly options: TargetOptions;
  /** Lets go of the clients and stops an in-process cloud. */
  close(): Promise<void>;
}

export interface TargetOptions {
  /** Absolute; of the local cloud. */
  readonly dataDir: string;
  readonly aws: boolean;
  /** Of the machine's AWS configuration, and the Region of the stack; only with `aws`. */
  readonly profile?: string;
  readonly region?: string;
  /** The stack's name, when it was deployed under another than the default. */
  readonly stack?: string;
  /** Whether faces will be recognised, as by default: a local cloud in this process then prepares for it at once. */
  readonly recognises?: boolean;
}

/** The cloud of another command can be looked at, but ends with that command, in the midst of this one's photos. */
export function refuseBorrowed({ kind, startOnUpload }: Target): void {
  if (kind !== 'server' || startOnUpload) return;
  throw new Error('Expected the data folder free, but another command is using it: wait until it ends');
}
