import { awsSettings } from '../aws-settings.ts';
import { type Check, warning, well } from '../check.ts';
import { awsCommand } from '../mending-command.ts';

/** As many faces of one photo are searched at once. */
const facesAtOnce = 40;

/** How many functions may run at once: a new account may have 10, where others have 1,000. */
export const lambdaConcurrency: Check = {
  name: 'Lambda concurrency',
  actions: ['lambda:GetAccountSettings'],
  async examine(connected) {
    const { GetAccountSettingsCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    const { region } = connected.target.deployment;
    const lambda = new LambdaClient({ ...awsSettings(connected.options), region });
    try {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
      const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: free = 0 } = AccountLimit ?? {};
      const message = `${free} functions at once, of ${all} in the account`;
      if (free >= facesAtOnce) return well(message);
      return warning(
        `${message}: fewer than the ${facesAtOnce} faces of one photo that are searched at once; the others wait and are tried again`,
        awsCommand(
          connected,
          'service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
        ),
      );
    } finally {
      lambda.destroy();
    }
  },
};
