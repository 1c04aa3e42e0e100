import type { Target } from '../../../operations/connect.ts';
import { readSelection, type Selection } from '../../../operations/reprocess/selection.ts';
import type { SelectedPhotos } from '../../api/action.ts';

/** The selection as the commands have it. Throws UsageError for a key or prefix outside the raw prefix. */
export function selectPhotos(given: SelectedPhotos, { deployment }: Pick<Target, 'deployment'>): Selection {
  if ('keys' in given) return readSelection({ keys: given.keys }, deployment);
  if ('prefix' in given) return readSelection({ keys: [], prefix: given.prefix }, deployment);
  return readSelection({ keys: [], prefix: given.failedUnder, failed: true }, deployment);
}
