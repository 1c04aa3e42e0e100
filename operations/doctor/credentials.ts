import { quoted } from '../../statemachine/shell-words.ts';
import { awsSettings, disposable } from '../connect/clients.ts';
import type { TargetOptions } from '../connect.ts';
import { answeredByAnother, type Check, failed, lookWhoAnswers, well } from './check.ts';

/** Who asks, and in which Region. IAM cannot forbid this question. */
export const credentials: Check<TargetOptions> = {
  name: 'credentials',
  actions: ['sts:GetCallerIdentity'],
  async examine(options) {
    const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
    using sts = disposable(new STSClient(awsSettings(options)));
    try {
      const { Arn } = await sts.send(new GetCallerIdentityCommand());
      if (!Arn) return failed('Expected an answer of AWS, got one that names nobody', lookWhoAnswers);
      return well(`${Arn} in ${await sts.config.region()}`);
    } catch (thrown) {
      const { name, message } = thrown as Error;
      return (
        answeredByAnother(thrown as Error) ??
        failed(`${name}: ${message}`, mend(`${name} ${message}`, options))
      );
    }
  },
};

function mend(error: string, { profile }: TargetOptions): string {
  const ofProfile = profile ? ` --profile ${quoted(profile)}` : '';
  if (/region is missing/i.test(error)) return 'name the Region of the stack: --region eu-west-1';
  if (/expired/i.test(error)) return `aws sso login${ofProfile}`;
  if (/could not (load|resolve) credentials|could not be found/i.test(error))
    return `aws configure${ofProfile}`;
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|TimeoutError/.test(error))
    return 'check the network, its proxy, and the name of the Region';
  return `see which credentials are used: aws configure list${ofProfile}`;
}
