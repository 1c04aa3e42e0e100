/** Writes to both streams, the last line at the last moment. */
export const handler = async ({ lines }: { lines: number }) => {
  console.error('to stderr');
  for (let line = 1; line <= lines; line += 1) console.log(`line ${line} of ${lines}`);
};
