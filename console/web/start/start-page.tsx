import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { EmptyCollectionNotice } from '../people/empty-collection-notice.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ReprocessMany } from './reprocess-many.tsx';
import { StartByKey } from './start-by-key.tsx';
import { UploadPhotos } from './upload-photos.tsx';
import './start.css';

export default function StartPage() {
  usePageTitle('Start');
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="Upload new photos, or run those that are in the bucket again.">
        Start
      </Header>
      <EmptyCollectionNotice />
      <UploadPhotos />
      <div className="start-forms">
        <StartByKey />
        <ReprocessMany />
      </div>
    </SpaceBetween>
  );
}
