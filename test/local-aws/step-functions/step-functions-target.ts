import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { stateMachineArn } from '../../../local-aws/account.ts';
import type { JsonService } from '../../../local-aws/gateway/json-protocol.ts';
import { ServiceError } from '../../../local-aws/service-error.ts';
import type { Invoke } from '../../../local-aws/step-functions/invoke.ts';
import { createStepFunctions } from '../../../local-aws/step-functions/step-functions-service.ts';

/** Where the contract suite runs: here, or on AWS with `REMOTE=1` and a role for state machines in `ROLE_ARN`. */
export interface Target {
  readonly client: SFNClient;
  machineArn(name: string): string;
  /** Until the execution runs no more. */
  settled(executionArn: string): Promise<void>;
  close(): Promise<void>;
}

export const remote = process.env.REMOTE === '1';

export function openTarget(machines: Record<string, object>, invoke: Invoke): Promise<Target> {
  return remote ? openRemote(machines) : openLocal(machines, invoke);
}

async function openLocal(machines: Record<string, object>, invoke: Invoke): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  const stepFunctions = createStepFunctions({
    folder,
    machines: Object.entries(machines).map(([name, definition]) => ({ name, definition })),
    invoke,
    waitScale: 0.01,
  });
  const server = await mount(stepFunctions.service);
  const { port } = server.address() as AddressInfo;
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    client,
    machineArn: stateMachineArn,
    settled: async (executionArn) => void (await stepFunctions.waitFor(executionArn)),
    close: async () => {
      client.destroy();
      server.close();
      await stepFunctions.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The service alone, without the gateway around it. */
async function mount({ operations }: JsonService) {
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1)!;
    try {
      const run = operations[operation];
      if (!run) throw new ServiceError('UnknownOperationException', '');
      response.end(JSON.stringify(await run(JSON.parse(await text(request)))));
    } catch (error) {
      const { name, message, status = 500 } = error as ServiceError;
      response.writeHead(status).end(JSON.stringify({ __type: name, message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Machines that run a Lambda are left out: nothing here can be deployed for them. */
async function openRemote(machines: Record<string, object>): Promise<Target> {
  const client = new SFNClient({});
  const roleArn = process.env.ROLE_ARN;
  const arns = new Map<string, string>();
  for (const [name, definition] of Object.entries(machines)) {
    if (JSON.stringify(definition).includes(':lambda:')) continue;
    const created = await client.send(
      new CreateStateMachineCommand({
        name: `contract-${name}-${Date.now()}`,
        definition: JSON.stringify(definition),
        roleArn,
      }),
    );
    arns.set(name, created.stateMachineArn!);
  }
  return {
    client,
    machineArn: (name) => arns.get(name) ?? [...arns.values()][0]!.replace(/[^:]+$/, name),
    settled: async (executionArn) => {
      while ((await client.send(new DescribeExecutionCommand({ executionArn }))).status === 'RUNNING') {
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    },
    close: async () => {
      for (const arn of arns.values()) {
        await client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
      }
      client.destroy();
    },
  };
}
