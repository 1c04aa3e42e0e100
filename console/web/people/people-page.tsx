import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useCallback } from 'react';
import type { Person } from '../../api/person.ts';
import { useAnswer, usePollEvery, useSystem } from '../asking.ts';
import { firstPage, usePages } from '../executions/use-pages.ts';
import { useAddress } from '../shell/address.ts';
import { LoadingPage } from '../shell/loading-page.tsx';
import { shortFaceId } from '../shell/names.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Problem } from '../shell/problem.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { EmptyCollectionNotice } from './empty-collection-notice.tsx';
import { ForgetButton } from './forget-button.tsx';
import { UnknownFaces } from './unknown-faces.tsx';
import './people.css';
import { executionPath } from '../executions/execution-path.ts';

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

/** Who is in the collection. */
function KnownPeople() {
  const { counts: every } = usePollEvery();
  const pages = usePages('people');
  const [address, change] = useAddress();
  const name = address.get('name') ?? '';
  const search = useCallback(
    (wanted: string) => change({ ...firstPage, name: wanted }, { replace: true }),
    [change],
  );
  const { data, error, refetch, isPlaceholderData } = useAnswer(
    'people',
    { query: name ? { name, limit: 100 } : { cursor: pages.cursor } },
    { every, keep: true },
  );
  const system = useSystem();
  const collection = system?.collection.id;
  const several = !name && (pages.known > 1 || data?.cursor !== undefined);
  return (
    <Container
      header={
        <Header
          variant="h1"
          counter={data?.faceCount === undefined ? undefined : `(${data.faceCount})`}
          description={
            collection && `Faces of the collection ${collection}, and the photos they were found in.`
          }
          actions={
            several && (
              <Pagination
                currentPageIndex={pages.page}
                pagesCount={pages.known}
                openEnd={data?.cursor !== undefined}
                disabled={isPlaceholderData}
                onChange={({ detail }) => pages.go(detail.currentPageIndex, data?.cursor)}
              />
            )
          }
        >
          People
        </Header>
      }
    >
      <SearchField value={name} label="Find people by name" placeholder="Find by name" onSearch={search} />
      {error ? (
        <Problem what="The collection cannot be listed" error={error} onRetry={() => refetch()} />
      ) : !data ? (
        <LoadingPage />
      ) : data.people.length === 0 && name ? (
        <Box textAlign="center" padding="l" color="text-body-secondary">
          Nobody has a name with “{name}” in it
        </Box>
      ) : data.people.length === 0 ? (
        <Box textAlign="center" padding="l" color="text-body-secondary">
          <Box variant="strong">Nobody is in the collection</Box>
          <div>
            Enroll one of the unknown faces below, or a photo: <code>{system?.commands.enroll}</code>
          </div>
        </Box>
      ) : (
        <ul className="person-cards">
          {data.people.map((person) => (
            <PersonCard key={person.faceId} person={person} />
          ))}
        </ul>
      )}
    </Container>
  );
}

/** How many photos a card shows. */
const mostPhotos = 5;

function PersonCard({ person }: { person: Person }) {
  const { faceId, crops, photoCount, occurrences, inCollection } = person;
  const name = person.name ?? shortFaceId(faceId);
  return (
    <li className="person-card">
      <div className="person-face">
        <Thumbnail url={crops[0]} alt={`Face ${name}`} size={104} />
        <div className="person-text">
          <PageLink href={`/people/${faceId}`} fontSize="heading-s">
            {name}
          </PageLink>
          <div>
            {photoCount === 0
              ? 'In no photo yet'
              : `In ${photoCount} ${photoCount === 1 ? 'photo' : 'photos'}`}
          </div>
          {!inCollection && <Badge color="grey">Not in the collection</Badge>}
        </div>
      </div>
      <div className="person-photos">
        {occurrences.slice(0, mostPhotos).map(({ key, idx, execution, thumbnailUrl }) => (
          <PageLink key={`${key} ${idx}`} href={executionPath(execution)} ariaLabel={`The photo ${key}`}>
            <Thumbnail url={thumbnailUrl} alt="" size={44} />
          </PageLink>
        ))}
        {photoCount > mostPhotos && <span className="person-more">+{photoCount - mostPhotos}</span>}
      </div>
      <ForgetButton person={person} />
    </li>
  );
}
