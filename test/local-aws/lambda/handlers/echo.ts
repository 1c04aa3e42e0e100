/** Answers what it was given and what it could see. */
export const handler = async (event: unknown, context: { getRemainingTimeInMillis(): number }) => ({
  event,
  context: { ...context, remaining: context.getRemainingTimeInMillis() },
  environment: { ...process.env },
});
