import { UsageError } from '../usage-error.ts';

/**
 * A name as Rekognition's UserId, which holds at most 128 of `[a-zA-Z0-9_.\-:]`: a name of ASCII letters, digits, `.` and
 * `-` stays readable there, with `_` for a space; any other is `::` and base64url of its UTF-8.
 */
const longest = 128;
const plainName = /^[a-zA-Z0-9.\- ]+$/;
const plainUserId = /^[a-zA-Z0-9.\-_]+$/;
const encodedMark = '::';

/** Throws UsageError for a name that is none, or too long. */
export function toUserId(given: string): string {
  const name = readName(given);
  const userId = plainName.test(name)
    ? name.replaceAll(' ', '_')
    : encodedMark + Buffer.from(name).toString('base64url');
  if (userId.length <= longest) return userId;
  const [most, got] = plainName.test(name)
    ? [longest, name.length]
    : [Math.floor(((longest - encodedMark.length) * 3) / 4), Buffer.byteLength(name)];
  throw new UsageError(`Expected a name of at most ${most} bytes of UTF-8, got ${got}`);
}

/** The name as it is kept: one form of what can be written in several. Throws UsageError. */
export function readName(given: string): string {
  const name = given.normalize('NFC').trim();
  // Shown in tables, and in commands to be copied.
  if (name !== '' && name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(name)) return name;
  throw new UsageError('Expected a name of visible characters, on one line');
}

/** The name of a user; of one that another program made in another way, its UserId. */
export function toName(userId: string): string {
  if (userId.startsWith(encodedMark)) {
    const name = Buffer.from(userId.slice(encodedMark.length), 'base64url').toString();
    return isOwn(name, userId) ? name : userId;
  }
  const name = userId.replaceAll('_', ' ');
  return plainUserId.test(userId) && isOwn(name, userId) ? name : userId;
}

function isOwn(name: string, userId: string): boolean {
  try {
    return toUserId(name) === userId && readName(name) === name;
  } catch {
    return false;
  }
}
