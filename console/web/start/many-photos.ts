import type { RunInput } from '../../api/run.ts';

/** Which photos are to be run again, as typed. */
export interface ManyPhotos {
  readonly which?: string;
  readonly under?: string;
  /** A key in each line. */
  readonly keys?: string;
  readonly since?: string;
  readonly before?: string;
  readonly faceModel?: string;
}

type Wrong = { readonly [Field in keyof ManyPhotos]?: string };

/** The run's input, or what is wrong with it as far as the page knows: the server knows more. */
export function readManyPhotos(typed: ManyPhotos, rawPrefix: string): { input?: RunInput; wrong?: Wrong } {
  const { which = 'failed', since = '', before = '' } = typed;
  const faceModelVersion = typed.faceModel?.trim();
  const wrong: Record<string, string> = {};
  for (const [field, date] of Object.entries({ since, before })) {
    // Whoever is still typing needs no telling.
    if (date !== '' && !isDate(date))
      wrong[field] = date.length < 10 ? '' : `Expected a date like 2026/05/01, got "${date}"`;
  }
  if (since !== '' && before !== '' && since >= before)
    wrong.before ??= 'Expected a later day than the other';
  const conditions = {
    ...(since !== '' && { since }),
    ...(before !== '' && { before }),
    ...(faceModelVersion && { faceModelVersion }),
  };
  if (which === 'keys') {
    const keys = [...new Set(linesOf(typed.keys))];
    const outside = keys.find((key) => !key.startsWith(rawPrefix) || key === rawPrefix);
    if (outside !== undefined) wrong.keys = `Expected keys under ${rawPrefix}, got "${outside}"`;
    if (Object.keys(wrong).length > 0) return { wrong };
    return keys.length === 0 ? {} : { input: { keys, ...conditions } };
  }
  const { under: prefix = rawPrefix } = typed;
  if (!prefix.startsWith(rawPrefix))
    wrong.under = `Expected a prefix that begins with ${rawPrefix}, got "${prefix}"`;
  if (Object.keys(wrong).length > 0) return { wrong };
  return { input: { prefix, ...(which === 'failed' && { failed: true as const }), ...conditions } };
}

/** Whoever pastes keys pastes lines that end in white space. */
const linesOf = (text = '') =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A day that there is. */
const isDate = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
