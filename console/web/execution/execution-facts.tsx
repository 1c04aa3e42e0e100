import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ExecutionDetail } from '../../api/execution.ts';
import { Duration, ExecutionStatus } from '../executions/execution-status.tsx';
import { Moment } from '../shell/moment.tsx';

export function ExecutionFacts({ execution }: { execution: ExecutionDetail }) {
  const { name, executionArn, status, waitsUntil, startedAt, photoStatus, photo, redrives } = execution;
  const { threshold, collectionId } = execution;
  const none = '–';
  return (
    <Container>
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
          {
            label:
              ['Duration', 'Duration, redriven once'][redrives.length] ??
              `Duration, redriven ${redrives.length} times`,
            value: <Duration execution={execution} />,
          },
          { label: 'Threshold', value: threshold === undefined ? none : `${threshold} %` },
          { label: 'Collection', value: collectionId ?? none },
          {
            label: 'Photo',
            value: photo?.size ? `${photo.size.width} × ${photo.size.height} pixels` : none,
          },
          {
            label: 'Execution',
            value: (
              <CopyToClipboard
                variant="inline"
                textToDisplay={name.length > 24 ? `${name.slice(0, 20)}…` : name}
                textToCopy={executionArn}
                copyButtonAriaLabel="Copy the execution's ARN"
                copySuccessText="ARN copied"
                copyErrorText="ARN not copied"
              />
            ),
          },
        ]}
      />
    </Container>
  );
}
