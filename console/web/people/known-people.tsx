import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import { useAnswer } from '../asking/use-answer.ts';
import { usePollEvery, useSystem } from '../asking/use-system.ts';
import { usePages } from '../executions/use-pages.ts';
import { LoadingPage } from '../shell/loading-page.tsx';
import { Problem } from '../shell/problem.tsx';
import { PersonCard } from './person-card.tsx';

/** Who is in the collection. */
export function KnownPeople() {
  const { counts: every } = usePollEvery();
  const pages = usePages('people');
  const { data, error, refetch, isPlaceholderData } = useAnswer(
    'people',
    { query: { cursor: pages.cursor } },
    { every, keep: true },
  );
  const collection = useSystem()?.collection.id;
  const several = pages.known > 1 || data?.cursor !== undefined;
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
      {error ? (
        <Problem what="The collection cannot be listed" error={error} onRetry={() => refetch()} />
      ) : !data ? (
        <LoadingPage />
      ) : data.people.length === 0 ? (
        <Box textAlign="center" padding="l" color="text-body-secondary">
          <Box variant="strong">Nobody is in the collection</Box>
          <div>Enroll one of the unknown faces below, or a photo with npm run enroll.</div>
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
