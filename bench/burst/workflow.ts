import { functionArn } from '@match-faces/local-aws/account.ts';
import type { Retrier } from '@match-faces/local-aws/step-functions/definition/states-language.ts';
import { z } from 'zod';
import { rekognitionClient } from '../../lambdas/shared/clients/rekognition-client.ts';
import { loadDefinition } from '../../statemachine/definition.ts';

/** What of the deployed workflow decides how a burst drains. */
export interface Workflow {
  /** The retrier that a throttle meets, by the task. */
  readonly retriers: { readonly DetectFaces: Retrier; readonly CropAndSearch: Retrier };
  /** Iterations of the Map at once, when it is not the design that says it. */
  readonly facesAtOnce?: number;
  readonly timeoutSeconds: number;
  /** Attempts of the SDK for one Rekognition call, all told. */
  readonly sdkAttempts: number;
}

/** Quota and Lambda concurrency: the model needs one retrier for both. */
const throttles = ['Throttled', 'Lambda.TooManyRequestsException'];

const task = z.object({
  Retry: z.array(
    z.object({
      ErrorEquals: z.array(z.string()),
      IntervalSeconds: z.number().optional(),
      BackoffRate: z.number().optional(),
      MaxDelaySeconds: z.number().optional(),
      MaxAttempts: z.number().optional(),
      JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
    }),
  ),
});

const machine = z.object({
  TimeoutSeconds: z.number(),
  States: z.object({
    DetectFaces: task,
    SearchEachFace: z.object({
      ItemProcessor: z.object({ States: z.object({ CropAndSearch: task }) }),
    }),
  }),
});

/** Reads the numbers where they are: in the state machine's definition and the Lambdas' Rekognition client. */
export async function readWorkflow(): Promise<Workflow> {
  const definition = machine.parse(loadDefinition(functionArn));
  const { DetectFaces, SearchEachFace } = definition.States;
  return {
    retriers: {
      DetectFaces: throttleRetrier('DetectFaces', DetectFaces),
      CropAndSearch: throttleRetrier('CropAndSearch', SearchEachFace.ItemProcessor.States.CropAndSearch),
    },
    timeoutSeconds: definition.TimeoutSeconds,
    sdkAttempts: await rekognitionClient().config.maxAttempts(),
  };
}

function throttleRetrier(state: string, { Retry }: z.infer<typeof task>): Retrier {
  const found = Retry.find(({ ErrorEquals }) => throttles.every((name) => ErrorEquals.includes(name)));
  if (found) return found;
  throw new Error(`Expected one retrier of ${state} for ${throttles.join(' and ')}, found none`);
}
