import { functionArn } from '../../../local-aws/account.ts';
import type { LambdaCall } from '../../../local-aws/step-functions/invoke.ts';
import { createStepFunctions } from '../../../local-aws/step-functions/step-functions-service.ts';

/**
 * For durability.test.ts, which kills it: starts execution after execution in the folder it is given. None
 * ends, because the Lambda does not return for two of their items. On stdout it tells which executions were
 * acknowledged, and for which items the Lambda has returned.
 */
const [folder] = process.argv.slice(2);
const returned: string[] = [];

const stepFunctions = createStepFunctions({
  folder: folder!,
  machines: [
    {
      name: 'Machine',
      definition: {
        StartAt: 'Items',
        States: {
          Items: {
            Type: 'Map',
            MaxConcurrency: 2,
            ItemSelector: { 'item.$': '$$.Map.Item.Value', 'execution.$': '$$.Execution.Id' },
            ItemProcessor: {
              StartAt: 'Item',
              States: { Item: { Type: 'Task', Resource: functionArn('work'), End: true } },
            },
            End: true,
          },
        },
      },
    },
  ],
  invoke: async ({ payload }: LambdaCall) => {
    const { item, execution } = payload as { item: number; execution: string };
    if (item === 5 || item === 6) return new Promise(() => {});
    returned.push(`${execution} ${item}`);
    return item;
  },
});

for (;;) {
  const { executionArn } = await stepFunctions.startExecution({
    machine: 'Machine',
    input: [...Array(8).keys()],
  });
  for (const line of returned.splice(0)) console.log(`called ${line}`);
  console.log(`started ${executionArn}`);
  await new Promise(setImmediate);
}
