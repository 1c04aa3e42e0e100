/** The key of the photo in an execution's input, which anybody may have written; undefined when it has none. */
export function keyInInput(input: string | undefined): string | undefined {
  const { key } = fieldsOf(input);
  return typeof key === 'string' ? key : undefined;
}

/** The threshold in an execution's input; undefined when it runs with the one that is deployed. */
export function thresholdInInput(input: string | undefined): number | undefined {
  const { threshold } = fieldsOf(input);
  return typeof threshold === 'number' ? threshold : undefined;
}

/** The execution that started this one, as that wrote it into the input: its ARN. */
export function parentInInput(input: string | undefined): string | undefined {
  const { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: parent } = fieldsOf(input);
  return typeof parent === 'string' ? parent : undefined;
}

function fieldsOf(input: string | undefined): {
  key?: unknown;
  threshold?: unknown;
  AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID?: unknown;
} {
  try {
    return JSON.parse(input ?? '') ?? {};
  } catch {
    return {};
  }
}
