import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import type { ExecutionDetail } from '../../../api/execution.ts';
import { exportUrl } from '../../../api/export.ts';
import { useAnswer } from '../../asking.ts';
import { LoadingPage } from '../../shell/loading-page.tsx';
import { Problem } from '../../shell/problem.tsx';
import { EventRow } from './event-row.tsx';
import { filterEvents } from './filter-events.ts';
import './history.css';

/** Events on one page. */
const pageSize = 50;

const everything = { value: '', label: 'Every step and face' };

/** Everything that Step Functions noted of the execution, in its order. */
export default function EventHistory({ execution }: { execution: ExecutionDetail }) {
  const { name, startedAt, eventCount, stoppedAt, faces } = execution;
  // The execution is looked at anyway: its events are asked for when there are more.
  const { data, error, refetch } = useAnswer(
    'events',
    { params: { name } },
    { fresh: Number.POSITIVE_INFINITY, version: `${eventCount} ${stoppedAt}`, keep: true },
  );
  const [text, setText] = useState('');
  const [step, setStep] = useState('');
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<number>();
  if (error && !data)
    return <Problem what="The event history cannot be read" error={error} onRetry={() => refetch()} />;
  if (!data) return <LoadingPage />;
  const { events } = data;
  const found = filterEvents(events, { text, step });
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shownPage = Math.min(page, pages);
  const states = [...new Set(events.flatMap(({ state }) => state ?? []))];
  const choices = [
    everything,
    ...states.map((state) => ({ value: state, label: state })),
    ...faces.map(({ idx }) => ({ value: `face ${idx}`, label: `Face ${idx}` })),
  ];
  return (
    <SpaceBetween size="s">
      <div className="event-filters">
        <TextFilter
          filteringText={text}
          filteringPlaceholder="Find by type, step or error"
          filteringAriaLabel="Find events"
          countText={found.length < events.length ? `${found.length} of ${events.length}` : undefined}
          onChange={({ detail }) => {
            setText(detail.filteringText);
            setPage(1);
          }}
        />
        <Select
          ariaLabel="Step or face"
          options={choices}
          selectedOption={choices.find(({ value }) => value === step) ?? everything}
          filteringType={choices.length > 20 ? 'auto' : 'none'}
          virtualScroll={choices.length > 40}
          onChange={({ detail }) => {
            setStep(detail.selectedOption.value ?? '');
            setPage(1);
          }}
        />
        <Button href={exportUrl(name, 'history')} download iconName="download">
          Export history
        </Button>
      </div>
      <table className="events">
        <thead>
          <tr>
            <th scope="col">ID</th>
            <th scope="col">Type</th>
            <th scope="col">Step</th>
            <th scope="col">Started after</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {found.slice((shownPage - 1) * pageSize, shownPage * pageSize).map((event) => (
            <EventRow
              key={event.id}
              execution={name}
              startedAt={startedAt}
              event={event}
              open={event.id === open}
              onToggle={() => setOpen(event.id === open ? undefined : event.id)}
            />
          ))}
        </tbody>
      </table>
      {found.length === 0 && (
        <Box textAlign="center" color="text-body-secondary">
          {events.length === 0 ? 'No event is kept' : 'No event is like that'}
        </Box>
      )}
      {pages > 1 && (
        <Pagination
          ariaLabels={{ nextPageLabel: 'Next events', previousPageLabel: 'Earlier events' }}
          currentPageIndex={shownPage}
          pagesCount={pages}
          onChange={({ detail }) => setPage(detail.currentPageIndex)}
        />
      )}
    </SpaceBetween>
  );
}
