import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { forAccount } from './account.ts';
import type { Config } from './config.ts';

/** Where alarms go: the given topic, a new one with the given address, or nowhere. */
export function alarmTopic(
  scope: Construct,
  { alarmTopicArn, alarmEmail }: Pick<Config, 'alarmTopicArn' | 'alarmEmail'>,
): ITopic | undefined {
  if (alarmTopicArn) return Topic.fromTopicArn(scope, 'AlarmTopic', alarmTopicArn);
  if (!alarmEmail) return undefined;
  const topic = new Topic(scope, 'AlarmTopic', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription(alarmEmail));
  // A topic with a policy of its own no longer lets the account's services publish by default.
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: forAccount(scope) }));
  return topic;
}
