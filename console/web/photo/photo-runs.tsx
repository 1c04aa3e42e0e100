import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import type { PhotoHistory, PhotoRun } from '../../api/photo.ts';
import { executionPath } from '../executions/execution-path.ts';
import { Duration, ExecutionStatus } from '../executions/execution-status.tsx';
import type { Pages } from '../executions/use-pages.ts';
import { OutcomeBadges } from '../outcomes/outcome-badge.tsx';
import { Moment } from '../shell/moment.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { compareFaces } from './compare-faces.ts';
import { FaceChanges } from './face-changes.tsx';

/** Every execution of the photo, the newest first, with what it changed of the one before. */
export function PhotoRuns({ photo, pages }: { photo: PhotoHistory; pages: Pages }) {
  const { runs, cursor } = photo;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Newest first, each with what it changed of the one before."
          actions={
            (pages.known > 1 || cursor) && (
              <Pagination
                currentPageIndex={pages.page}
                pagesCount={pages.known}
                openEnd={cursor !== undefined}
                onChange={({ detail }) => pages.go(detail.currentPageIndex, cursor)}
              />
            )
          }
        >
          Executions
        </Header>
      }
    >
      {runs.length === 0 && (
        <Box color="text-body-secondary" textAlign="center" padding="s">
          {cursor ? (
            <>
              None among the newest.{' '}
              <Button variant="inline-link" onClick={() => pages.skipTo(cursor)}>
                Look further back
              </Button>
            </>
          ) : (
            'None. AWS keeps an execution for 90 days.'
          )}
        </Box>
      )}
      <ol className="photo-runs">
        {runs.map((run, index) => (
          <Run key={run.name} run={run} earlier={runs.slice(index + 1)} more={cursor !== undefined} />
        ))}
      </ol>
    </Container>
  );
}

function Run({ run, earlier, more }: { run: PhotoRun; earlier: readonly PhotoRun[]; more: boolean }) {
  const { name, status, waitsUntil, startedAt, detected, counts, photoStatus, superseded, error } = run;
  return (
    <li className="photo-run">
      <div className="photo-run-facts">
        <ExecutionStatus status={status} waitsUntil={waitsUntil} />
        <PageLink href={executionPath(name)}>
          <Moment at={startedAt} />
        </PageLink>
        <span>
          <Duration execution={run} />
        </span>
        {detected && <span>threshold {detected.threshold} %</span>}
        {photoStatus && <span>{superseded ? `${photoStatus}, superseded` : photoStatus}</span>}
        {counts && (
          <span className="photo-run-counts">
            <OutcomeBadges counts={counts} />
          </span>
        )}
      </div>
      {error && (
        <p className="cause">
          <b>{error.error}</b> {error.cause}
        </p>
      )}
      <WhatChanged run={run} earlier={earlier} more={more} />
    </li>
  );
}

function WhatChanged({ run, earlier, more }: { run: PhotoRun; earlier: readonly PhotoRun[]; more: boolean }) {
  if (!run.detected) return <Quietly>It did not come to the photo’s faces.</Quietly>;
  // One that did not come so far changed nothing.
  const before = earlier.find(({ detected }) => detected !== undefined);
  if (!before) return <Quietly>{more ? 'What was before is on the next page.' : 'The first run.'}</Quietly>;
  if (before.detected!.etag !== run.detected.etag)
    return <Quietly>The photo was replaced: its faces are others.</Quietly>;
  const changes = compareFaces(before.faces, run.faces);
  if (changes.length === 0) return <Quietly>Every face as before.</Quietly>;
  return <FaceChanges changes={changes} />;
}

const Quietly = ({ children }: { children: string }) => <Box color="text-body-secondary">{children}</Box>;
