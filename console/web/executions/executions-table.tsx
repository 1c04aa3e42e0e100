import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { ExecutionPage, ExecutionRow } from '../../api/execution.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { Moment } from '../shell/moment.tsx';
import { Problem } from '../shell/problem.tsx';
import { ReprocessSelected } from '../start/reprocess-selected.tsx';
import { mediumColumns, narrowColumns, wideColumns } from './columns.tsx';
import { DownloadCsv } from './download-csv.tsx';
import { ExecutionFilters, useFilters } from './execution-filters.tsx';
import { PageSize, usePageSize } from './page-size.tsx';
import { usePages } from './use-pages.ts';
import { useWidth } from './use-width.ts';

/** The newest executions first, looked at again by itself. */
export function ExecutionsTable() {
  const [, go] = useLocation();
  const width = useWidth();
  const narrow = width === 'narrow';
  const { list: every } = usePollEvery();
  const { filters, query, onChange, onClear } = useFilters();
  const limit = usePageSize();
  const pages = usePages(JSON.stringify([filters, limit]));
  const [selected, setSelected] = useState<readonly ExecutionRow[]>([]);
  const answer = useAnswer(
    'listExecutions',
    { query: { ...query, limit, cursor: pages.cursor } },
    { every, keep: true },
  );
  const { executions = [], cursor: next, searched, total } = answer.data ?? {};

  // A page of a search can be empty although there is more to search.
  const searchOn = executions.length === 0 && !answer.isPlaceholderData ? next : undefined;
  useEffect(() => {
    if (searchOn) pages.skipTo(searchOn);
  });

  return (
    <SpaceBetween size="s">
      {answer.error && answer.error.status !== 0 && answer.data && (
        <Problem what="What is shown may be old" error={answer.error} onRetry={() => answer.refetch()} />
      )}
      <Table
        variant="container"
        items={executions}
        trackBy="name"
        columnDefinitions={columns[width]}
        loading={answer.isPending || searchOn !== undefined}
        loadingText="Looking for executions"
        selectionType={narrow ? undefined : 'multi'}
        selectedItems={selected}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        isItemDisabled={({ photo }) => photo === undefined}
        stickyHeader={!narrow}
        enableKeyboardNavigation
        ariaLabels={{
          tableLabel: 'Executions',
          selectionGroupLabel: 'Selection',
          allItemsSelectionLabel: () => 'Select all of this page',
          itemSelectionLabel: (_, { photo, name }) => `Select ${photo?.key ?? name}`,
        }}
        header={
          <Header
            variant="h1"
            counter={total === undefined ? undefined : `(${total.toLocaleString('en')})`}
            description={
              total === undefined
                ? 'Newest first. The list updates by itself.'
                : 'One for each photo: the execution that wrote its record.'
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <DownloadCsv query={query} />
                {!narrow && <ReprocessSelected executions={selected} onDone={() => setSelected([])} />}
                <Button variant="primary" onClick={() => go('/start')}>
                  Start execution
                </Button>
              </SpaceBetween>
            }
          >
            Executions
          </Header>
        }
        filter={<ExecutionFilters filters={filters} onChange={onChange} />}
        pagination={
          <div className="pages">
            <PageSize />
            <Pagination
              currentPageIndex={pages.page}
              pagesCount={pages.known}
              openEnd={next !== undefined}
              disabled={answer.isPlaceholderData}
              onChange={({ detail }) => pages.go(detail.currentPageIndex, next)}
            />
          </div>
        }
        empty={
          answer.error ? (
            <Problem
              what="The executions cannot be listed"
              error={answer.error}
              onRetry={() => answer.refetch()}
            />
          ) : (
            <NoExecutions filtered={Object.keys(filters).length > 0} onClear={onClear} />
          )
        }
        footer={searched && <SearchProgress searched={searched} more={next !== undefined} />}
      />
    </SpaceBetween>
  );
}

/** What to do when there is nothing to show. */
function NoExecutions({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const [, go] = useLocation();
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="m">
        <div>
          <Box variant="strong">{filtered ? 'No execution matches these filters' : 'No executions yet'}</Box>
          <Box color="text-body-secondary">
            {filtered
              ? 'Search for less, or for another time.'
              : 'Drop photos anywhere on this page: each starts an execution, which finds its faces and searches them.'}
          </Box>
        </div>
        {filtered ? (
          <Button onClick={onClear}>Clear the filters</Button>
        ) : (
          <Button onClick={() => go('/start')}>Choose photos</Button>
        )}
      </SpaceBetween>
    </Box>
  );
}

/** How far a search has looked: Step Functions cannot search, so executions are looked at one by one. */
function SearchProgress({
  searched,
  more,
}: {
  searched: NonNullable<ExecutionPage['searched']>;
  more: boolean;
}) {
  return (
    <Box color="text-body-secondary" fontSize="body-s" textAlign="center">
      {searched.executions.toLocaleString('en')} executions looked through
      {searched.until && (
        <>
          , back to <Moment at={searched.until} />
        </>
      )}
      {more ? '; the next page searches on' : ''}
    </Box>
  );
}

const columns = { narrow: narrowColumns, medium: mediumColumns, wide: wideColumns } as const;
