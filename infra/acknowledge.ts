import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts a finding of cdk-nag on a construct and what it holds, for a reason. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** Accepts a `*` in the policies of a role: the whole resource, or the end of an ARN. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  acknowledge(construct, `IAM5[Resource::${asNagWrites(Stack.of(construct).resolve(resource))}]`, reason);
}

type Resolved =
  | string
  | { Ref: string }
  | { 'Fn::GetAtt': [string, string] }
  | { 'Fn::Join': ['', Resolved[]] };

/** cdk-nag writes references in angle brackets: `<RawPhotosBucket1A2B3C4D.Arn>/photos-raw/*`. */
function asNagWrites(resolved: Resolved): string {
  if (typeof resolved === 'string') return resolved;
  if ('Ref' in resolved) return `<${resolved.Ref}>`;
  if ('Fn::GetAtt' in resolved) return `<${resolved['Fn::GetAtt'].join('.')}>`;
  return resolved['Fn::Join'][1].map(asNagWrites).join('');
}
