import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { type NeededLook, reasonToLook } from '../../api/needs-look.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { useWidth } from '../executions/use-width.ts';
import { useAddress } from '../shell/address.ts';
import { Problem } from '../shell/problem.tsx';
import { narrowColumns, wideColumns } from './columns.tsx';
import { reasons } from './reasons.ts';
import { Remedies } from './remedies.tsx';
import './needs-look.css';

/** Rows of a page. */
const pageSize = 25;

export function NeedsLookTable() {
  const { counts: every } = usePollEvery();
  const narrow = useWidth() === 'narrow';
  const { data, error, refetch } = useAnswer('needsLook', {}, { every, keep: true });
  const [address, change] = useAddress();
  const [selected, setSelected] = useState<readonly NeededLook[]>([]);
  const reason = reasonToLook.safeParse(address.get('reason')).data;
  const looks = data?.looks.filter((look) => reason === undefined || look.reason === reason) ?? [];
  const pages = Math.max(1, Math.ceil(looks.length / pageSize));
  const page = Math.min(pages, Math.max(1, Math.floor(Number(address.get('page'))) || 1));
  // As they are by now: what was mended meanwhile is not mended again.
  const chosen = looks.filter((look) => selected.some((each) => keyOf(each) === keyOf(look)));
  return (
    <SpaceBetween size="s">
      {error && error.status !== 0 && data && (
        <Problem what="What is shown may be old" error={error} onRetry={() => refetch()} />
      )}
      {data && data.unseen.length > 0 && <Alert type="info">{data.unseen.join(' ')}</Alert>}
      <Table
        variant="container"
        items={looks.slice((page - 1) * pageSize, page * pageSize)}
        trackBy={keyOf}
        columnDefinitions={narrow ? narrowColumns : wideColumns}
        wrapLines
        loading={!data && !error}
        loadingText="Looking for what needs a look"
        selectionType="multi"
        selectedItems={chosen}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        isItemDisabled={({ remedy }) => remedy === 'none'}
        ariaLabels={{
          tableLabel: 'Needs a look',
          selectionGroupLabel: 'Selection',
          allItemsSelectionLabel: () => 'Select all of this page',
          itemSelectionLabel: (_, look) => `Select ${look.photo?.key ?? look.execution}`,
        }}
        header={
          <Header
            variant="h1"
            counter={data && `(${looks.length.toLocaleString('en')})`}
            description="Photos that are not whole, executions that wrote no record, and uploads that nothing has run; each with what helps."
            actions={<Remedies looks={chosen.length > 0 ? chosen : looks} all={chosen.length === 0} />}
          >
            Needs a look
          </Header>
        }
        filter={
          data &&
          data.looks.length > 0 && (
            <div className="needs-look-filter">
              <ReasonFilter
                looks={data.looks}
                reason={reason}
                onChange={(wanted) => change({ page: undefined, reason: wanted })}
              />
            </div>
          )
        }
        pagination={
          pages > 1 && (
            <Pagination
              currentPageIndex={page}
              pagesCount={pages}
              onChange={({ detail }) => change({ page: String(detail.currentPageIndex) })}
            />
          )
        }
        empty={
          error ? (
            <Problem what="What needs a look cannot be said" error={error} onRetry={() => refetch()} />
          ) : (
            <Box textAlign="center" padding="l">
              <Box variant="strong">{reason ? 'Nothing of this kind' : 'Nothing needs you'}</Box>
              <Box color="text-body-secondary">
                {reason
                  ? 'Choose another reason.'
                  : 'Every photo has its record, and every face in it an outcome.'}
              </Box>
            </Box>
          )
        }
      />
    </SpaceBetween>
  );
}

/** A photo, or an execution that names none, is told once. */
const keyOf = ({ photo, execution }: NeededLook): string => photo?.key ?? `execution ${execution}`;

function ReasonFilter({
  looks,
  reason,
  onChange,
}: {
  looks: readonly NeededLook[];
  reason: NeededLook['reason'] | undefined;
  onChange: (reason: string | undefined) => void;
}) {
  const options = [
    { value: '', label: `Everything (${looks.length})` },
    ...reasonToLook.options.map((value) => ({
      value,
      label: `${reasons[value].word} (${looks.filter((look) => look.reason === value).length})`,
    })),
  ];
  return (
    <Select
      options={options}
      selectedOption={options.find(({ value }) => value === (reason ?? ''))!}
      onChange={({ detail }) => onChange(detail.selectedOption.value)}
      ariaLabel="Reason"
    />
  );
}
