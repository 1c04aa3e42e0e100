import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useMemo } from 'react';
import type { ExecutionDetail } from '../../api/execution.ts';
import { useAnswer } from '../asking.ts';
import { later } from '../shell/later.tsx';
import { LoadingPage } from '../shell/loading-page.tsx';
import { Problem } from '../shell/problem.tsx';
import { takenTransitions } from './graph/transitions.ts';
import { FaceStrip } from './states/face-strip.tsx';
import { StatePanel } from './states/state-panel.tsx';
import { summariseStates } from './states/summarise-states.ts';
import type { Chosen } from './use-chosen.ts';

const WorkflowGraph = later(() => import('./graph/workflow-graph.tsx'));

/** The state machine as it ran, and what happened in the state that is chosen. */
export function Workflow({ execution, chosen }: { execution: ExecutionDetail; chosen: Chosen }) {
  const { name, visits, faces } = execution;
  const definition = useAnswer('definition', { params: { name } }, { fresh: Number.POSITIVE_INFINITY });
  const iteration = chosen.face === undefined ? undefined : chosen.face - 1;
  const summaries = useMemo(() => summariseStates(visits, iteration), [visits, iteration]);
  const taken = useMemo(() => takenTransitions(visits, iteration), [visits, iteration]);
  const state = chosen.state ?? stateToShow(summaries, iteration !== undefined);
  return (
    <div className="side-by-side workflow">
      <Container
        header={
          <Header variant="h2" description="Choose a state, and a face to follow it alone.">
            State machine
          </Header>
        }
      >
        <FaceStrip faces={faces} chosen={chosen} />
        {definition.error ? (
          <Problem
            what="The state machine cannot be drawn"
            error={definition.error}
            onRetry={() => definition.refetch()}
          />
        ) : definition.data ? (
          <WorkflowGraph
            definition={definition.data}
            summaries={summaries}
            taken={taken}
            chosen={state}
            onChoose={chosen.chooseState}
          />
        ) : (
          <LoadingPage />
        )}
      </Container>
      <div className="beside-graph">
        <StatePanel
          execution={execution}
          state={state}
          definition={definition.data}
          summary={state === undefined ? undefined : summaries.get(state)}
          face={chosen.face}
        />
      </div>
    </div>
  );
}

/** Where it went wrong, which of one face is where that was caught; or else the first. */
function stateToShow(summaries: ReturnType<typeof summariseStates>, ofFace: boolean): string | undefined {
  const states = [...summaries];
  const caught = ofFace ? states.find(([, { status }]) => status === 'caught') : undefined;
  const wrong = states.findLast(([, { status }]) => status === 'failed' || status === 'aborted');
  return (caught ?? wrong ?? states[0])?.[0];
}
