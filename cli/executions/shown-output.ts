/**
 * What a state added or changed, in short: most outputs repeat their whole input.
 * `{…}` stands for an object, `[4]` for a list of four.
 */
export function shownOutput(output: string, input: string | undefined): string {
  const [after, before] = [parse(output), parse(input)];
  if (!isObject(after) || !isObject(before)) return abridge(after, 1);
  const changed = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
  );
  if (changed.length === 0) return '';
  return abridge(Object.fromEntries(changed), changed.length === 1 ? 2 : 1);
}

function abridge(value: unknown, depth: number): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (!isObject(value)) return JSON.stringify(value);
  if (depth === 0) return '{…}';
  const fields = Object.entries(value).map(([field, inner]) => `${field}: ${abridge(inner, depth - 1)}`);
  return `{${fields.join(', ')}}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (json: string | undefined): unknown => (json === undefined ? undefined : JSON.parse(json));
