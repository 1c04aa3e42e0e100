import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { NeededLook, ReasonToLook } from '../../api/needs-look.ts';

export const reasons: Readonly<Record<ReasonToLook, { word: string; type: StatusIndicatorProps.Type }>> = {
  partial: { word: 'Faces failed', type: 'warning' },
  failed: { word: 'Photo failed', type: 'error' },
  'not recorded': { word: 'Not recorded', type: 'error' },
  'not started': { word: 'Not started', type: 'pending' },
};

/** Why, in a few words, such as `2 faces failed`. */
export function reasonInWords({ reason, failedFaces }: NeededLook): string {
  if (reason !== 'partial' || failedFaces === undefined) return reasons[reason].word;
  return failedFaces === 1 ? '1 face failed' : `${failedFaces} faces failed`;
}
