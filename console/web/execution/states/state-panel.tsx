import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type {
  DrawnDefinition,
  DrawnState,
  ExecutionDetail,
  VisitStatus as Status,
  Visit,
} from '../../../api/execution.ts';
import { StateResource } from './state-resource.tsx';
import { groupErrors, type StateSummary } from './summarise-states.ts';
import { VisitDetail, VisitStatus } from './visit-detail.tsx';
import './states.css';

/** What happened in the chosen state: in all its visits together, or in the one of the chosen face. */
export function StatePanel({
  execution,
  state,
  definition,
  summary,
  face,
}: {
  execution: ExecutionDetail;
  state: string | undefined;
  definition: DrawnDefinition | undefined;
  summary: StateSummary | undefined;
  face: number | undefined;
}) {
  if (state === undefined)
    return <Container header={<Header variant="h2">State</Header>}>None entered yet</Container>;
  const { drawn, inMap } = definition ? find(definition, state) : {};
  const ofFace = face !== undefined && inMap ? `, face ${face}` : '';
  return (
    <Container
      header={
        <Header variant="h2" description={drawn?.Comment}>
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
              <VisitDetail key={visit.id} execution={execution.name} visit={visit} />
            ))}
          </SpaceBetween>
        )}
        {drawn && (
          <div className="state-resource">
            <StateResource key={state} execution={execution} state={drawn} />
          </div>
        )}
      </div>
    </Container>
  );
}

/** A redriven state has two or three; a state of the Map one per face. */
const mostVisits = 3;

/** What the calls of these visits met, each error once. */
function GroupedErrors({ visits }: { visits: readonly Visit[] }) {
  const groups = groupErrors(visits);
  if (groups.length === 0) return null;
  return (
    <ul className="errors">
      {groups.map(({ error, count, cause }) => (
        <li key={error}>
          <b>
            {error}
            {count > 1 && ` ×${count}`}
          </b>
          {cause && <div className="cause">{cause}</div>}
        </li>
      ))}
    </ul>
  );
}

/** What the definition says of a state, and whether it belongs to the iterations of a Map. */
function find({ States }: DrawnDefinition, state: string): { drawn?: DrawnState; inMap?: boolean } {
  const inner = Object.values(States).find(({ ItemProcessor }) => state in (ItemProcessor?.States ?? {}));
  return { drawn: States[state] ?? inner?.ItemProcessor?.States[state], inMap: inner !== undefined };
}
