/** The key of the photo in an execution's input, which anybody may have written; undefined when it has none. */
export function keyInInput(input: string | undefined): string | undefined {
  try {
    const { key } = JSON.parse(input ?? '') as { key?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
