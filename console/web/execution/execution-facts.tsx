import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ExecutionDetail } from '../../api/execution.ts';
import { Duration, ExecutionStatus } from '../executions/execution-status.tsx';
import { runPath } from '../runs/run-path.ts';
import { Moment } from '../shell/moment.tsx';
import { PageLink } from '../shell/page-link.tsx';

export function ExecutionFacts({ execution }: { execution: ExecutionDetail }) {
  const { name, executionArn, status, waitsUntil, startedAt, photoStatus, photo, redrives } = execution;
  const { threshold, collectionId, stoppedAt, transitions, run } = execution;
  const none = '–';
  return (
    <Container>
      <div className="facts">
        <KeyValuePairs
          columns={4}
          minColumnWidth={150}
          items={[
            { label: 'Status', value: <ExecutionStatus status={status} waitsUntil={waitsUntil} /> },
            {
              label: 'Record',
              value: photoStatus
                ? `${photoStatus}${photo?.facesTruncated ? ', the 100 largest faces' : ''}`
                : none,
            },
            { label: 'Started', value: <Moment at={startedAt} /> },
            { label: 'Ended', value: stoppedAt === undefined ? none : <Moment at={stoppedAt} /> },
            { label: 'Duration', value: <Duration execution={execution} /> },
            {
              label: 'Redrives',
              value:
                redrives.length === 0
                  ? 'None'
                  : redrives.map((at) => (
                      <div key={at}>
                        <Moment at={at} />
                      </div>
                    )),
            },
            { label: 'State transitions', value: transitions.toLocaleString('en') },
            { label: 'Threshold', value: threshold === undefined ? none : `${threshold} %` },
            { label: 'Collection', value: collectionId ?? none },
            ...(run === undefined
              ? []
              : [{ label: 'Run', value: <PageLink href={runPath(run)}>{run}</PageLink> }]),
            {
              label: 'Photo',
              value: photo?.size ? `${photo.size.width} × ${photo.size.height} pixels` : none,
            },
          ]}
        />
      </div>
      <div className="execution-names">
        {copied('Name', name)}
        {copied('ARN', executionArn)}
      </div>
    </Container>
  );
}

const copied = (label: string, text: string) => (
  <div>
    <Box variant="awsui-key-label">{label}</Box>
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy: ${label} of the execution`}
      copySuccessText="Copied"
      copyErrorText="Not copied"
    />
  </div>
);
