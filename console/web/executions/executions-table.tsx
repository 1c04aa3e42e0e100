import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { ExecutionRow } from '../../api/execution.ts';
import { useAnswer } from '../asking/use-answer.ts';
import { usePollEvery } from '../asking/use-system.ts';
import { Problem } from '../shell/problem.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { ReprocessSelected } from '../start/reprocess-selected.tsx';
import { narrowColumns, wideColumns } from './columns.tsx';
import { ExecutionFilters } from './execution-filters.tsx';
import { NoExecutions } from './no-executions.tsx';
import { SearchProgress } from './search-progress.tsx';
import { useFilters } from './use-filters.ts';
import { usePages } from './use-pages.ts';

/** The newest executions first, looked at again by itself. */
export function ExecutionsTable() {
  const [, go] = useLocation();
  const narrow = useNarrow();
  const { list: every } = usePollEvery();
  const { filters, query, setFilters } = useFilters();
  const pages = usePages(JSON.stringify(query));
  const [selected, setSelected] = useState<readonly ExecutionRow[]>([]);
  const answer = useAnswer(
    'listExecutions',
    { query: { ...query, cursor: pages.cursor } },
    { every, keep: true },
  );
  const { executions = [], cursor: next, searched } = answer.data ?? {};

  // A page of a search can be empty although there is more to search.
  const searchOn = executions.length === 0 && !answer.isPlaceholderData ? next : undefined;
  useEffect(() => {
    if (searchOn) pages.skipTo(searchOn);
  });

  return (
    <SpaceBetween size="s">
      {answer.error && answer.data && (
        <Problem what="What is shown may be old" error={answer.error} onRetry={() => answer.refetch()} />
      )}
      <Table
        variant="container"
        items={executions}
        trackBy="name"
        columnDefinitions={narrow ? narrowColumns : wideColumns}
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
            description="Newest first. The list updates by itself."
            actions={
              <SpaceBetween direction="horizontal" size="xs">
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
        filter={<ExecutionFilters filters={filters} onChange={setFilters} />}
        pagination={
          <Pagination
            currentPageIndex={pages.page}
            pagesCount={pages.known}
            openEnd={next !== undefined}
            disabled={answer.isPlaceholderData}
            onChange={({ detail }) => pages.go(detail.currentPageIndex, next)}
          />
        }
        empty={
          answer.error ? (
            <Problem
              what="The executions cannot be listed"
              error={answer.error}
              onRetry={() => answer.refetch()}
            />
          ) : (
            <NoExecutions filtered={Object.keys(filters).length > 0} onClear={() => setFilters({})} />
          )
        }
        footer={searched && <SearchProgress searched={searched} more={next !== undefined} />}
      />
    </SpaceBetween>
  );
}
