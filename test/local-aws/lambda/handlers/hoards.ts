/** Takes memory until there is no more. */
export const handler = async () => {
  const hoard: object[] = [];
  for (;;) hoard.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
};
