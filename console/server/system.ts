import { projectCommand } from '../../operations/command-line.ts';
import type { Target, TargetOptions } from '../../operations/connect.ts';
import { deployedThreshold } from '../../operations/doctor/deployed-threshold.ts';
import { indexesFaces, readStateMachine } from '../../operations/doctor/state-machine.ts';
import { accountOf } from '../../statemachine/deployment.ts';
import { consoleUrl } from '../api/aws-console.ts';
import type { System } from '../api/system.ts';
import { describeCollection } from './people/collection.ts';

/** Milliseconds. */
const pollEvery = {
  local: { list: 1_000, execution: 700, counts: 3_000 },
  aws: { list: 5_000, execution: 2_000, counts: 60_000 },
} as const;

/** What is deployed; only the collection is asked after again. */
export class DeployedSystem {
  readonly #target: Target;
  readonly #options: TargetOptions;
  #settings: Promise<{ threshold?: number; indexesFaces: boolean }> | undefined;

  constructor(target: Target, options: TargetOptions) {
    this.#target = target;
    this.#options = options;
  }

  async read(): Promise<System> {
    const { kind, startOnUpload, deployment, options } = this.#target;
    const cloud = kind === 'aws' ? 'aws' : 'local';
    const [collection, settings] = await Promise.all([describeCollection(this.#target), this.#read()]);
    const { region, rawBucket, rawPrefix, thumbsBucket, photosTable, stateMachineArn } = deployment;
    const url = cloud === 'aws' ? consoleUrl(stateMachineArn) : undefined;
    return {
      cloud,
      region,
      account: accountOf(deployment),
      rawBucket,
      rawPrefix,
      thumbsBucket,
      photosTable,
      stateMachineArn,
      ...(url !== undefined && { consoleUrl: url }),
      collection,
      ...settings,
      commands: {
        enroll: projectCommand(options, 'enroll', ['face.jpg']),
        forgetPhoto: projectCommand(options, 'forget', ['photo', `${rawPrefix}party.jpg`]),
      },
      startsOnUpload: startOnUpload,
      pollEvery: pollEvery[cloud],
    };
  }

  /** The deployed threshold; undefined where the functions may not be described. */
  async threshold(): Promise<number | undefined> {
    return (await this.#read()).threshold;
  }

  #read(): Promise<{ threshold?: number; indexesFaces: boolean }> {
    this.#settings ??= this.#readSettings().catch(() => {
      this.#settings = undefined;
      return { indexesFaces: false };
    });
    return this.#settings;
  }

  async #readSettings(): Promise<{ threshold?: number; indexesFaces: boolean }> {
    const machine = await readStateMachine(this.#target.sfn, this.#target.deployment.stateMachineArn);
    const threshold = await deployedThreshold(this.#target, this.#options, machine).catch(() => undefined);
    return { indexesFaces: indexesFaces(machine), ...(threshold !== undefined && { threshold }) };
  }
}
