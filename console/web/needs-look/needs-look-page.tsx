import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NeedsLookTable } from './needs-look-table.tsx';
import { Redrives } from './redrives.tsx';

/** What the user has to do something about, each with what helps. */
export default function NeedsLookPage() {
  usePageTitle('Needs a look');
  return (
    <SpaceBetween size="l">
      <NeedsLookTable />
      <Redrives />
    </SpaceBetween>
  );
}
