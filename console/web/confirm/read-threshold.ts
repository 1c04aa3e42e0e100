/** A threshold as typed, in percent: nothing when the field is empty, or what is wrong with it. */
export function readThreshold(typed: string): { threshold?: number; error?: string } {
  const text = typed.trim();
  if (text === '') return {};
  const threshold = Number(text.replace(',', '.'));
  if (threshold >= 0 && threshold <= 100) return { threshold };
  return { error: `Expected a number between 0 and 100, got "${text}"` };
}
