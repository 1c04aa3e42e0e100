import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useAnswer, usePollEvery } from '../asking.ts';
import { LoadingPage } from '../shell/loading-page.tsx';
import { Problem } from '../shell/problem.tsx';
import { EnrollButton } from './enroll-button.tsx';
import { OccurrenceCard } from './occurrence-card.tsx';

/** The newest No match faces of all photos, each to be enrolled by one click. */
export function UnknownFaces() {
  const { counts: every } = usePollEvery();
  const { data, error, refetch } = useAnswer('unknownFaces', {}, { every });
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={data && `(${data.total})`}
          description="Searched, and nobody in the collection was like them. Enroll one, and photos processed from then on match it."
        >
          Unknown faces
        </Header>
      }
    >
      {error ? (
        <Problem what="The unknown faces cannot be listed" error={error} onRetry={() => refetch()} />
      ) : !data ? (
        <LoadingPage />
      ) : data.faces.length === 0 ? (
        <Box textAlign="center" padding="l" color="text-body-secondary">
          None. Drop photos anywhere on this page to have their faces searched.
        </Box>
      ) : (
        <>
          <ul className="occurrence-cards">
            {data.faces.map((face) => (
              <OccurrenceCard key={face.cropKey} occurrence={face}>
                <EnrollButton cropKey={face.cropKey} cropUrl={face.cropUrl} />
              </OccurrenceCard>
            ))}
          </ul>
          {data.total > data.faces.length && (
            <Box color="text-body-secondary" textAlign="center" padding={{ top: 'm' }}>
              The newest {data.faces.length} of {data.total}.
            </Box>
          )}
        </>
      )}
    </Container>
  );
}
