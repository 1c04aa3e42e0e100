import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ActiveFault, Fault } from '@match-faces/local-aws/gateway/faults.ts';
import { type CloudOptions, startCloud } from '../local/cloud.ts';
import type { ExecutionInput, RecordedPhoto } from '../statemachine/payloads.ts';
import { clientsOf } from './clients.ts';

/** How an execution ended. */
export interface Finished {
  readonly arn: string;
  readonly status?: string;
  readonly output?: RecordedPhoto;
  readonly error?: string;
}

/** The whole workflow on a local cloud, for benches and, as they deploy it, for tests. */
export interface Workflow {
  /** Puts a photo under `photos-raw/` and returns its key. */
  upload(name: string, bytes: Buffer): Promise<string>;
  run(input: ExecutionInput): Promise<Finished>;
  redrive(executionArn: string): Promise<Finished>;
  history(executionArn: string): Promise<HistoryEvent[]>;
  inject(fault: Fault): ActiveFault;
}

/** A local cloud of its own, whose state goes with it. */
export async function startWorkflowCloud(options: Omit<CloudOptions, 'dataDir'>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'match-faces-bench-'));
  const cloud = await startCloud({ ...options, dataDir });
  const { rawBucket, rawPrefix, stateMachineArn } = cloud.deployment;
  const { s3, sfn, close } = clientsOf(cloud);

  const finished = async (executionArn: string): Promise<Finished> => {
    await cloud.stepFunctions.waitFor(executionArn);
    const { status, output, error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return { arn: executionArn, status, error, output: output && JSON.parse(output) };
  };

  const workflow: Workflow = {
    async upload(name, Body) {
      const Key = rawPrefix + name;
      await s3.send(new PutObjectCommand({ Bucket: rawBucket, Key, Body }));
      return Key;
    },
    async run(input) {
      const request = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
      const { executionArn } = await sfn.send(request);
      return finished(executionArn!);
    },
    async redrive(executionArn) {
      await sfn.send(new RedriveExecutionCommand({ executionArn }));
      return finished(executionArn);
    },
    async history(executionArn) {
      const pages = paginateGetExecutionHistory({ client: sfn }, { executionArn });
      return (await Array.fromAsync(pages)).flatMap(({ events = [] }) => events);
    },
    inject: (fault) => cloud.faults.add(fault),
  };
  return {
    ...workflow,
    async close(): Promise<void> {
      close();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
