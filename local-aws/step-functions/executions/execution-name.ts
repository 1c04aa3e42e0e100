import { invalidField, invalidName } from '../errors.ts';

const longestName = 80;

/**
 * What AWS's documentation says a name must not have (StartExecution, `name`): white space, brackets, wildcards,
 * special characters, control characters, surrogates and U+FFFE, U+FFFF. All else it takes, also `.`, `@` and `ü`.
 */
const refused = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF\u{10000}-\u{10FFFF}]/u;

/** The name, if an execution can have it. Throws InvalidName, or ValidationException for its length. */
export function executionName(name: string): string {
  const constraint = (limit: string) => invalidField('name', `'${name}'`, `Member must have length ${limit}`);
  if (name.length > longestName) throw constraint(`less than or equal to ${longestName}`);
  if (name === '') throw constraint('greater than or equal to 1');
  if (refused.test(name)) throw invalidName(name);
  return name;
}
