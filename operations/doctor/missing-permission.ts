export interface MissingPermission {
  readonly message: string;
  readonly mend: string;
}

/** S3 and the services with a query protocol leave the word Exception out. */
const refusals = ['AccessDenied', 'AccessDeniedException'];

/**
 * What IAM does not allow, if that is the error: the action in AWS's own message, else those that the failed
 * call may have needed.
 */
export function missingPermission(
  { name, message }: Error,
  actions: readonly string[],
): MissingPermission | undefined {
  if (!refusals.includes(name)) return undefined;
  const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? actions.join(' or ');
  const caller = /User: (arn:\S+)/.exec(message)?.[1] ?? 'these credentials';
  return {
    message: `${action} is not allowed to ${caller}`,
    mend: `allow ${action} to ${caller}`,
  };
}
