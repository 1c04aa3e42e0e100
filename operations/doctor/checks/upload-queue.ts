import { awsSettings } from '../aws-settings.ts';
import { type Check, failed, well } from '../check.ts';
import { awsCommand, deployCommand } from '../mending-command.ts';

/** Where uploads wait for open executions: that somebody takes them out of the queue. */
export const uploadQueue: Check = {
  name: 'upload queue',
  actions: ['lambda:ListEventSourceMappings'],
  async examine(connected) {
    const { uploadStarter: starter, region } = connected.target.deployment;
    if (!starter) return well('none: each upload starts its execution at once');
    const { LambdaClient, ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda');
    const lambda = new LambdaClient({ ...awsSettings(connected.options), region });
    try {
      const request = new ListEventSourceMappingsCommand({ FunctionName: starter });
      const [source] = (await lambda.send(request)).EventSourceMappings ?? [];
      if (!source) {
        return failed(
          `nothing gives ${starter} the uploads that wait: none starts an execution`,
          deployCommand(connected.options, ['openExecutions=<number>']),
        );
      }
      if (source.State === 'Disabled' || source.State === 'Disabling') {
        return failed(
          `${starter} gets no uploads, its source is ${source.State}: they wait, and start nothing`,
          awsCommand(connected, `lambda update-event-source-mapping --uuid ${source.UUID} --enabled`),
        );
      }
      const { MaximumConcurrency: most } = source.ScalingConfig ?? {};
      return well(`uploads wait while ${most ?? 'as many as Lambda can run'} of their executions are open`);
    } finally {
      lambda.destroy();
    }
  },
};
