import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type RunEnding, runEnding } from '../../../statemachine/reprocess-payloads.ts';
import type { RunDetail } from '../../api/run.ts';
import { photoPath } from '../photo/photo-path.ts';
import { PageLink } from '../shell/page-link.tsx';

type Summary = NonNullable<RunDetail['summary']>;

const endings: Readonly<Record<RunEnding, string>> = {
  MATCHED: 'Every face was searched',
  NO_FACES: 'No faces were found',
  PARTIAL: 'Some faces failed',
  FAILED: 'The photo cannot be used',
  superseded: 'A later execution recorded the photo',
  'not recorded': 'The execution ended before it recorded anything',
};

/** What became of the photos of a run that went to its end. */
export function RunSummary({ summary }: { summary: Summary }) {
  const { photos, matched, unmatched, needALook } = summary;
  const ended = runEnding.options.filter((ending) => summary.endings[ending]);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" counter={`(${number(photos)})`}>
            What became of the photos
          </Header>
        }
      >
        <KeyValuePairs
          columns={4}
          minColumnWidth={150}
          items={[
            ...ended.map((ending) => ({
              label: ending,
              value: <Figure value={summary.endings[ending]!} meaning={endings[ending]} />,
            })),
            { label: 'Faces matched', value: <Change {...matched} /> },
            { label: 'Faces unmatched', value: <Change {...unmatched} /> },
          ]}
        />
      </Container>
      {needALook.length > 0 && <NeedALook reasons={needALook} />}
    </SpaceBetween>
  );
}

const Figure = ({ value, meaning }: { value: number; meaning: string }) => (
  <>
    <Box variant="strong">{number(value)}</Box>
    <Box color="text-body-secondary" fontSize="body-s">
      {meaning}
    </Box>
  </>
);

/** Of the photos that ended well: a photo without a record had none before. */
const Change = ({ before, after }: { before: number; after: number }) => (
  <Figure value={after} meaning={`${number(before)} before`} />
);

const reasonsInWords: Readonly<Record<string, string>> = {
  FewerMatches: 'Fewer faces matched than before',
  FacesFailed: 'Some faces failed',
};

/** Photos that somebody has to look at, by the reason. */
export function NeedALook({ reasons }: { reasons: Summary['needALook'] }) {
  return (
    <Table
      variant="container"
      items={[...reasons]}
      trackBy="reason"
      wrapLines
      ariaLabels={{ tableLabel: 'Photos that need a look' }}
      header={<Header variant="h2">Need a look</Header>}
      columnDefinitions={[
        {
          id: 'reason',
          header: 'Reason',
          isRowHeader: true,
          cell: ({ reason, photos }) => (
            <span className="long-name">
              {reasonsInWords[reason] ?? reason} ({number(photos)})
            </span>
          ),
        },
        {
          id: 'keys',
          header: 'Such as',
          cell: ({ keys, photos }) => (
            <SpaceBetween size="xxs">
              {keys.map((key) => (
                <span key={key} className="long-name">
                  <PageLink href={photoPath(key)}>{key}</PageLink>
                </span>
              ))}
              {photos > keys.length && <span>and {number(photos - keys.length)} more</span>}
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}

const number = (value: number) => value.toLocaleString('en');
