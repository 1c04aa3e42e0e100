import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { useState } from 'react';
import type { ExecutionDetail } from '../../../api/execution.ts';
import { later } from '../../shell/later.tsx';
import { DefinitionText } from './definition-text.tsx';

const EventHistory = later(() => import('./event-history.tsx'));

/** What one seldom looks for, and nothing of it is asked for before. */
export function HistoryAndDefinition({ execution }: { execution: ExecutionDetail }) {
  const [history, showHistory] = useState(false);
  const [definition, showDefinition] = useState(false);
  return (
    <>
      <ExpandableSection
        variant="container"
        headerText="Event history"
        headerCounter={`(${execution.eventCount})`}
        expanded={history}
        onChange={({ detail }) => showHistory(detail.expanded)}
      >
        {history && <EventHistory execution={execution} />}
      </ExpandableSection>
      <ExpandableSection
        variant="container"
        headerText="Definition"
        headerDescription="Of the state machine as this execution began with it."
        expanded={definition}
        onChange={({ detail }) => showDefinition(detail.expanded)}
      >
        {definition && <DefinitionText execution={execution.name} />}
      </ExpandableSection>
    </>
  );
}
