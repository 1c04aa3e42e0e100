/** Never yields, unless asked not to hang. */
export const handler = async ({ hang = true }: { hang?: boolean }) => {
  while (hang);
  return 'did not hang';
};
