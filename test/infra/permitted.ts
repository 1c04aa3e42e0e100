import { accountId, region } from '../../local-aws/account.ts';
import type { RecordedPermission } from '../../local-aws/gateway/recorder.ts';
import { list, type Statement } from './statements.ts';
import { asText } from './synthesize.ts';

export interface Permission {
  readonly action: string;
  /** `*` is any text in it, as IAM reads it. */
  readonly resource: string;
}

/** What statements allow (or deny), one action on one resource at a time, in the local cloud's account. */
export const permittedBy = (
  statements: readonly Statement[],
  effect: Statement['Effect'] = 'Allow',
): Permission[] =>
  statements
    .filter(({ Effect }) => Effect === effect)
    .flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) =>
        list(Resource).map((resource) => ({
          action: String(action),
          resource: inLocalAccount(asText(resource)),
        })),
      ),
    );

const inLocalAccount = (arn: string) =>
  arn
    .replace('<AWS::Partition>', 'aws')
    .replace('<AWS::Region>', region)
    .replace('<AWS::AccountId>', accountId);

export const permits = ({ action, resource }: Permission, used: RecordedPermission): boolean =>
  action === used.action &&
  new RegExp(`^${resource.split('*').map(RegExp.escape).join('.*')}$`, 's').test(used.resource);
