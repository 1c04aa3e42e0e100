/**
 * Throttled, ServiceFault and FaceFailed stand for an error that somebody else made. Their message tells it in one form,
 * so that a record, a command and the console can say its own name:
 * `ProvisionedThroughputExceededException of Rekognition SearchFacesByImage: Provisioned Rate exceeded.`
 */
export const tellOriginal = (
  { name, message }: Pick<Error, 'name' | 'message'>,
  call?: { readonly service: string; readonly operation: string },
): string => `${name}${call ? ` of ${call.service} ${call.operation}` : ''}: ${message}`;

const form = /^(?<error>[\w.$-]+)(?: of (?<call>\w+ \w+))?: (?<message>.*)$/s;

/** The original's name, and what it said after the call it came from; undefined for a message of another form. */
export function readOriginal(told: string): { error: string; cause: string } | undefined {
  const { error, call, message } = form.exec(told)?.groups ?? {};
  if (error === undefined) return undefined;
  return { error, cause: call ? `${call}: ${message}` : message! };
}
