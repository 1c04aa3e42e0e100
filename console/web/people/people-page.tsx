import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePageTitle } from '../shell/use-page-title.ts';
import { EmptyCollectionNotice } from './empty-collection-notice.tsx';
import { KnownPeople } from './known-people.tsx';
import { UnknownFaces } from './unknown-faces.tsx';
import './people.css';

export default function PeoplePage() {
  usePageTitle('People');
  return (
    <SpaceBetween size="l">
      <EmptyCollectionNotice />
      <KnownPeople />
      <UnknownFaces />
    </SpaceBetween>
  );
}
