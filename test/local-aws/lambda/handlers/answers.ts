const answers: Record<string, () => unknown> = {
  nothing: () => undefined,
  date: () => ({ at: new Date(0), gone: undefined, list: [undefined] }),
  bigint: () => 1n,
  circle: () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    return circle;
  },
  big: () => 'x'.repeat(6_291_556),
};

/** Answers what JSON has trouble with. */
export const handler = async ({ what }: { what: string }) => answers[what]!();
