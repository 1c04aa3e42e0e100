import SpaceBetween from '@cloudscape-design/components/space-between';
import { EmptyCollectionNotice } from '../people/empty-collection-notice.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ExecutionsTable } from './executions-table.tsx';
import { Overview } from './overview.tsx';

export function ExecutionsPage() {
  usePageTitle('Executions');
  return (
    <SpaceBetween size="l">
      <EmptyCollectionNotice />
      <Overview />
      <ExecutionsTable />
    </SpaceBetween>
  );
}
