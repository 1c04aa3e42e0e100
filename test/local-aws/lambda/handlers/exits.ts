/** Ends its process with the given status; with none it stays. */
export const handler = async ({ status }: { status?: number }) => {
  if (status === undefined) return 'still here';
  process.exit(status);
};
