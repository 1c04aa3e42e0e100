import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DrawnDefinition, VisitStatus as Status } from '../../../api/execution.ts';
import { isInMap } from '../graph/is-in-map.ts';
import { commentOf } from './comment-of.ts';
import { GroupedErrors } from './grouped-errors.tsx';
import type { StateSummary } from './summarise-states.ts';
import { VisitDetail } from './visit-detail.tsx';
import { VisitStatus } from './visit-status.tsx';

/** What happened in the chosen state: in all its visits together, or in the one of the chosen face. */
export function StatePanel({
  execution,
  state,
  definition,
  summary,
  face,
}: {
  execution: string;
  state: string | undefined;
  definition: DrawnDefinition | undefined;
  summary: StateSummary | undefined;
  face: number | undefined;
}) {
  if (state === undefined)
    return <Container header={<Header variant="h2">State</Header>}>None entered yet</Container>;
  const ofFace = face !== undefined && isInMap(definition, state) ? `, face ${face}` : '';
  return (
    <Container
      header={
        <Header variant="h2" description={commentOf(definition, state)}>
          {state}
          {ofFace}
        </Header>
      }
    >
      <div className="scrolled">
        {!summary ? (
          <Box color="text-body-secondary">
            {ofFace ? 'This face did not come here.' : 'The execution did not come here.'}
          </Box>
        ) : summary.visits.length > mostVisits ? (
          <SpaceBetween size="m">
            <SpaceBetween direction="horizontal" size="m">
              {Object.entries(summary.counts).map(([status, count]) => (
                <span key={status}>
                  <VisitStatus status={status as Status} /> {count}
                </span>
              ))}
            </SpaceBetween>
            <GroupedErrors visits={summary.visits} />
            <Box color="text-body-secondary">Choose a face above to see its calls, input and output.</Box>
          </SpaceBetween>
        ) : (
          <SpaceBetween size="xl">
            {summary.visits.map((visit) => (
              <VisitDetail key={visit.id} execution={execution} visit={visit} />
            ))}
          </SpaceBetween>
        )}
      </div>
    </Container>
  );
}

/** A redriven state has two or three; a state of the Map one per face. */
const mostVisits = 3;
