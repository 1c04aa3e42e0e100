import type { HistoryEvent } from '../../../api/execution.ts';

/** The events in which a text occurs, of one state (`CropAndSearch`) or one face (`face 2`), or of all (``). */
export function filterEvents(
  events: readonly HistoryEvent[],
  { text, step }: { text: string; step: string },
): readonly HistoryEvent[] {
  const wanted = text.trim().toLowerCase();
  const has = (each: string) => each.toLowerCase().includes(wanted);
  return events.filter(
    ({ id, type, state = '', face, error = '' }) =>
      (step === '' || state === step || step === `face ${face}`) &&
      (wanted === String(id) || has(type) || has(state) || has(error)),
  );
}
