import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Batches } from '../start/batches.tsx';
import { NeedsLookTable } from './needs-look-table.tsx';

/** What the user has to do something about, each with what helps. */
export default function NeedsLookPage() {
  usePageTitle('Needs a look');
  return (
    <SpaceBetween size="l">
      <NeedsLookTable />
      <Batches />
    </SpaceBetween>
  );
}
