import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useAnswer, usePollEvery } from '../asking.ts';
import { OutcomeBar } from '../outcomes/outcome-badge.tsx';
import { EmptyCollectionNotice } from '../people/empty-collection-notice.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ExecutionsTable } from './executions-table.tsx';
import './executions.css';

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

/** What all recorded photos came to. Nothing until there are any. */
function Overview() {
  const { counts: every } = usePollEvery();
  const counts = useAnswer('counts', {}, { every, fresh: every }).data;
  if (!counts || counts.photos === 0) return null;
  const { photos, faces, byStatus } = counts;
  const troubled = (byStatus.PARTIAL ?? 0) + (byStatus.FAILED ?? 0);
  return (
    <Container>
      <div className="overview">
        <Figure value={photos} name={photos === 1 ? 'photo' : 'photos'} />
        <Figure value={faces.faceCount} name={faces.faceCount === 1 ? 'face' : 'faces'} />
        <Figure
          value={troubled}
          name={
            <PageLink href="/needs-look" fontSize="body-s">
              {troubled === 1 ? 'photo to repair' : 'photos to repair'}
            </PageLink>
          }
        />
        <div className="overview-outcomes">
          <OutcomeBar counts={faces} />
        </div>
      </div>
    </Container>
  );
}

const Figure = ({ value, name }: { value: number; name: ReactNode }) => (
  <div>
    <Box fontSize="heading-xl" fontWeight="bold">
      {value.toLocaleString('en')}
    </Box>
    <Box color="text-body-secondary" fontSize="body-s">
      {name}
    </Box>
  </div>
);
