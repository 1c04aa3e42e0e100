import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { PhotoHistory } from '../../api/photo.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { useChosen } from '../execution/use-chosen.ts';
import { isOpen } from '../executions/execution-status.tsx';
import { usePages } from '../executions/use-pages.ts';
import { Breadcrumbs } from '../shell/breadcrumbs.tsx';
import { LoadingPage } from '../shell/loading-page.tsx';
import { usePhotoName } from '../shell/names.ts';
import { Problem } from '../shell/problem.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ConfirmStart } from '../start/confirm-start.tsx';
import { photoPath } from './photo-path.ts';
import { PhotoRecord } from './photo-record.tsx';
import { PhotoRuns } from './photo-runs.tsx';
import './photo-page.css';

/** Everything that happened to one photo: its record as it stands, and each execution with what it changed. */
export default function PhotoPage() {
  const [address] = useSearchParams();
  const key = address.get('key') ?? '';
  const { list, counts } = usePollEvery();
  const pages = usePages(`photo ${key}`);
  const chosen = useChosen();
  const { data, error, refetch } = useAnswer(
    'photo',
    { query: { key, cursor: pages.cursor } },
    { every: (answer) => (answer?.runs.some(isOpen) ? list : counts), keep: true },
  );
  const title = usePhotoName(key);
  usePageTitle(title || 'Photo');
  if (error && !data)
    return (
      <ProblemPage
        title={title ? `Photo ${title}` : 'Photo'}
        what="This photo cannot be shown"
        error={error}
        onRetry={() => refetch()}
        next={{ href: '/', text: 'Go to the executions' }}
      />
    );
  if (!data) return <LoadingPage />;
  return (
    <SpaceBetween size="l">
      <PhotoHeader photo={data} title={title} />
      {error && error.status !== 0 && (
        <Problem what="What is shown may be old" error={error} onRetry={() => refetch()} />
      )}
      <PhotoRecord photo={data} chosen={chosen} />
      <PhotoRuns photo={data} pages={pages} />
    </SpaceBetween>
  );
}

function PhotoHeader({ photo, title }: { photo: PhotoHistory; title: string }) {
  const [asked, setAsked] = useState(false);
  const [newest] = photo.runs;
  return (
    <SpaceBetween size="xs">
      <Breadcrumbs
        items={[
          { text: 'Executions', href: '/' },
          { text: title, href: photoPath(photo.key) },
        ]}
      />
      <Header
        variant="h1"
        description={photo.key}
        actions={<Button onClick={() => setAsked(true)}>{newest ? 'Reprocess' : 'Start execution'}</Button>}
      >
        <span className="long-name">{title}</span>
      </Header>
      {asked && (
        <ConfirmStart
          photoKey={photo.key}
          repeated={newest?.givenThreshold}
          onClose={() => setAsked(false)}
        />
      )}
    </SpaceBetween>
  );
}
