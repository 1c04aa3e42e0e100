import type { CloudSettings } from './cloud-process.ts';
import type { MeasuredCloud } from './measured-cloud.ts';

/** Something that is measured at each size. */
export interface Step {
  readonly step: string;
  readonly run: (cloud: MeasuredCloud) => Promise<unknown>;
}

/** What grows, and what is done with it. */
export interface Subject {
  /** `photos`, `collection`: what the sizes count. */
  readonly grows: string;
  readonly sizes: readonly number[];
  /** Of the cloud that is filled, and of the one that is used. */
  readonly settings: (size: number, state: 'empty' | 'full') => Omit<CloudSettings, 'dataDir'>;
  /** In an empty cloud; the last of them leaves it full. */
  readonly fill: (size: number) => readonly Step[];
  /** In the full cloud after a restart, which is measured too. */
  readonly use: (size: number) => readonly Step[];
}
