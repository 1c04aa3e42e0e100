import { invalidArn, invalidField, invalidToken, wrongType } from '../errors.ts';

export type Request = Readonly<Record<string, unknown>>;

export function text(request: Request, field: string): string | undefined {
  const value = request[field] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType(field, 'a string');
}

export function requiredText(request: Request, field: string): string {
  const value = text(request, field);
  if (value !== undefined) return value;
  throw invalidField(field, 'null', 'Member must not be null');
}

export function flag(request: Request, field: string): boolean | undefined {
  const value = request[field] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw wrongType(field, 'a boolean');
}

export function oneOf<Value extends string>(
  request: Request,
  field: string,
  values: readonly Value[],
): Value | undefined {
  const value = text(request, field);
  const known = values.find((candidate) => candidate === value);
  if (value === undefined || known) return known;
  throw invalidField(field, `'${value}'`, `Member must satisfy enum value set: [${values.join(', ')}]`);
}

/** At most `longest` characters. */
export function shortText(request: Request, field: string, longest: number): string | undefined {
  const value = text(request, field);
  if (value === undefined || value.length <= longest) return value;
  throw invalidField(field, `'${value}'`, `Member must have length less than or equal to ${longest}`);
}

/** Which part of a long list is asked for: up to `size` items after the one that `after` names. */
export interface Page {
  readonly size: number;
  readonly after: number | undefined;
}

const usualPage = 100;
const largestPage = 1000;

/** Throws ValidationException for maxResults or a token too long, InvalidToken for one that was not given out. */
export function page(request: Request, longestToken = 3096): Page {
  const { maxResults: size = 0 } = request;
  if (typeof size !== 'number' || !Number.isInteger(size)) throw wrongType('maxResults', 'a whole number');
  const mustHaveValue = (limit: string) =>
    invalidField('maxResults', `'${size}'`, `Member must have value ${limit}`);
  if (size > largestPage) throw mustHaveValue(`less than or equal to ${largestPage}`);
  if (size < 0) throw mustHaveValue('greater than or equal to 0');
  const token = shortText(request, 'nextToken', longestToken);
  return { size: size || usualPage, after: token === undefined ? undefined : readToken(token) };
}

function readToken(token: string): number {
  const [, after] = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (after === undefined) throw invalidToken();
  return Number(after);
}

export const nextToken = (after: number) => Buffer.from(`after:${after}`).toString('base64url');

/** The ARN in `executionArn`. Throws InvalidArn when it is none, or of something else. */
export function executionArnIn(request: Request): string {
  return checked(requiredText(request, 'executionArn'), 'execution');
}

export function stateMachineArnIn(request: Request): string {
  return checked(requiredText(request, 'stateMachineArn'), 'stateMachine');
}

export function mapRunArnIn(request: Request): string {
  return checked(requiredText(request, 'mapRunArn'), 'mapRun');
}

function checked(arn: string, type: 'execution' | 'stateMachine' | 'mapRun'): string {
  const [prefix, , service, , , resource, ...name] = arn.split(':');
  if (prefix !== 'arn') throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (service !== 'states') throw invalidArn(`Invalid ARN service: ${arn}`);
  if (resource !== type) throw invalidArn(`Resource type not valid in this context: ${resource}`);
  if (name.join('') === '') throw invalidArn(`Resource name missing: ${arn}`);
  return arn;
}
