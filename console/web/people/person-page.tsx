import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useLocation } from 'wouter';
import type { Occurrence, Person } from '../../api/person.ts';
import { useAnswer } from '../asking.ts';
import { formatSimilarity } from '../outcomes/outcome.ts';
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx';
import { Breadcrumbs } from '../shell/breadcrumbs.tsx';
import { LoadingPage } from '../shell/loading-page.tsx';
import { shortFaceId } from '../shell/names.ts';
import { PageLink } from '../shell/page-link.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ForgetButton } from './forget-button.tsx';
import { NotPersonButton } from './not-person-button.tsx';
import { OccurrenceCard } from './occurrence-card.tsx';
import './people.css';

/** One face of the collection, and every photo it was found in. */
export default function PersonPage({ faceId }: { faceId: string }) {
  const [, go] = useLocation();
  const { data, error, refetch } = useAnswer('person', { params: { faceId } });
  const title = data?.name ?? `Face ${shortFaceId(faceId)}`;
  usePageTitle(title);
  if (error && !data)
    return (
      <ProblemPage
        title={title}
        what="This face cannot be shown"
        error={error}
        onRetry={() => refetch()}
        next={{ href: '/people', text: 'Go to the people' }}
      />
    );
  if (!data) return <LoadingPage />;
  const { crops, occurrences, photoCount } = data;
  return (
    <SpaceBetween size="l">
      <SpaceBetween size="xs">
        <Breadcrumbs
          items={[
            { text: 'People', href: '/people' },
            { text: data.name ?? shortFaceId(faceId), href: `/people/${faceId}` },
          ]}
        />
        <Header
          variant="h1"
          description={describePerson(data)}
          actions={<ForgetButton person={data} onForgotten={() => go('/people')} />}
        >
          {title}
        </Header>
        {data.otherFaces?.map((other) => (
          <PageLink key={other} href={`/people/${other}`}>
            Another face of {title}: {shortFaceId(other)}
          </PageLink>
        ))}
      </SpaceBetween>
      <Container header={<Header variant="h2">Known from</Header>}>
        <div className="person-crops">
          {crops.map((url) => (
            <Thumbnail key={url} url={url} alt="A crop of this face" size={140} />
          ))}
          {crops.length === 0 && (
            <Box color="text-body-secondary">
              No crop yet: the collection keeps no pictures. The first photo it is found in gives one.
            </Box>
          )}
        </div>
      </Container>
      <Container
        header={
          <Header variant="h2" counter={`(${photoCount})`}>
            Found in
          </Header>
        }
      >
        {occurrences.length === 0 ? (
          <Box color="text-body-secondary">
            No photo yet. Photos that were processed before it was enrolled have to be reprocessed.
          </Box>
        ) : (
          <ul className="occurrence-cards">
            {occurrences.map((occurrence) => (
              <OccurrenceCard key={`${occurrence.key} ${occurrence.idx}`} occurrence={occurrence} withPhoto>
                <div className="unknown-actions">
                  <HowFound {...occurrence} />
                  <NotPersonButton photoKey={occurrence.key} idx={occurrence.idx} faceId={faceId} />
                </div>
              </OccurrenceCard>
            ))}
          </ul>
        )}
      </Container>
    </SpaceBetween>
  );
}

function describePerson({ faceId, externalImageId, inCollection }: Person): string {
  const name = externalImageId
    ? `Face ${faceId}, with the external image id ${externalImageId}`
    : `Face ${faceId}`;
  return inCollection ? name : `${name}; not in the collection any more`;
}

const HowFound = ({ similarity }: Occurrence) =>
  similarity === undefined ? (
    <OutcomeBadge outcome="Indexed" />
  ) : (
    <OutcomeBadge outcome="Match">{formatSimilarity(similarity)}</OutcomeBadge>
  );
