import { z } from 'zod';
import { ServiceError } from '../service-error.ts';
import { mostFacesOfUser } from './limits.ts';

/** What of a request is shown in an error: photos come as megabytes of base64. */
const longestShown = 60;

export function invalidParameter(detail: string): ServiceError {
  return new ServiceError('InvalidParameterException', `Request has invalid parameters: ${detail}`);
}

/**
 * A request that satisfies the schema, or InvalidParameterException with the first member that does not. The
 * messages of a schema's checks say what was expected.
 */
export function parseRequest<Request>(schema: z.ZodType<Request>, input: unknown): Request {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const { path, message, input: given } = parsed.error.issues[0]!;
  const shown = given === undefined ? 'nothing' : (JSON.stringify(given).slice(0, longestShown) ?? 'nothing');
  throw invalidParameter(`expected ${message} for ${path.join('.')}, got ${shown}`);
}

/** Text of 1 to 255 characters, or another most, that are all of a class. */
export function identifier(characters: string, most = 255) {
  const expected = `1 to ${most} characters of ${characters}`;
  return z.string(expected).regex(new RegExp(`^${characters}{1,${most}}$`), expected);
}

export function wholeNumber(from: number, to: number) {
  const expected = `a whole number from ${from} to ${to}`;
  return z.int(expected).min(from, expected).max(to, expected);
}

export const collectionId = identifier('[a-zA-Z0-9_.\\-]');
export const externalImageId = identifier('[a-zA-Z0-9_.\\-:]');

export const userId = identifier('[a-zA-Z0-9_.\\-:]', 128);
export const requestToken = identifier('[a-zA-Z0-9_\\-]', 64).optional();

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const faceId = z.string('a face id').regex(uuid, 'a face id');

function listOfFaceIds(most: number) {
  const expected = `a list of 1 to ${most} face ids`;
  return z.array(faceId, expected).min(1, expected).max(most, expected);
}
export const faceIds = listOfFaceIds(4096);
/** Of one user. */
export const userFaceIds = listOfFaceIds(mostFacesOfUser);

const percentage = 'a number from 0 to 100';
export const threshold = z.number(percentage).min(0, percentage).max(100, percentage);

/** AWS takes 0 to mean no wish, like a missing one. */
const maxResultsUpTo = (pageSize: number) =>
  wholeNumber(0, pageSize)
    .default(pageSize)
    .transform((wish) => wish || pageSize);
export const maxResults = maxResultsUpTo(4096);
/** Of ListUsers. */
export const maxUsers = maxResultsUpTo(500);

export const nextToken = z.string('a token of an earlier page').optional();

const filters = ['NONE', 'AUTO', 'LOW', 'MEDIUM', 'HIGH'] as const;
export type QualityFilter = (typeof filters)[number];
export const qualityFilter = z.enum(filters, `one of ${filters.join(', ')}`);

/** AWS also answers ages, emotions and more, from models that are not here. */
const defaultOnly = 'only DEFAULT, the attributes this local service can answer,';
export const attributes = z.array(z.literal('DEFAULT', defaultOnly), defaultOnly).optional();

/** Members of AWS's that would change the answer and are not supported; ignoring them would answer wrongly. */
export const unsupported = (what: string) =>
  z.undefined(`no value (${what} are not supported locally)`).optional();
