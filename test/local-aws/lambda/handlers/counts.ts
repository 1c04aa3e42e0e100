let invocations = 0;

/** Answers how often this sandbox was used. */
export const handler = async () => {
  invocations += 1;
  return invocations;
};
