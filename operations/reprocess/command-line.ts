/** A command as the user would type it. An option that is true has no value; one that is absent is left out. */
export function commandLine(
  script: string,
  options: Readonly<Record<string, string | number | boolean | undefined>>,
  operands: readonly string[] = [],
): string {
  const given = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
  return ['npm run', script, '--', ...[...operands, ...given].map(quoted)].join(' ');
}

/** For a shell. */
const quoted = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
