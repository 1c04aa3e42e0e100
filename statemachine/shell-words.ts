/** A word that a shell reads back as it is. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A command to copy. npm hands on what stands after `--`. */
export const npmRun = (script: string, args: readonly string[]): string =>
  [script === 'start' ? 'npm start' : `npm run ${script}`, ...(args.length > 0 ? ['--', ...args] : [])].join(
    ' ',
  );
