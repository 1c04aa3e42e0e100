import * as z from 'zod/mini';

/** An execution's name, as Step Functions takes it: all but white space, these signs, control characters, surrogates. */
export const executionNameForm = z
  .string()
  .check(
    z.regex(
      /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF\u{10000}-\u{10FFFF}]{1,80}$/u,
      'Expected 1 to 80 characters, and no white space or any of < > { } [ ] ? * " # % \\ ^ | ~ ` $ & , ; : /',
    ),
  );

/** One out of the path of a URL. */
export const executionName = z.pipe(z.pipe(z.string(), z.transform(fromPath)), executionNameForm);

/**
 * A name as a part of a path. `.` and `..` are written so that they are none after the first decoding: a browser
 * takes `%2E%2E` for a step up.
 */
export const inPath = (name: string) =>
  encodeURIComponent(name).replace(/^\.{1,2}$/, (dots) => '%252E'.repeat(dots.length));

/** The name again, however often what read the path has decoded it: none has a `%`. */
export function fromPath(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return fromPath(decodeURIComponent(part));
  } catch {
    return part;
  }
}
