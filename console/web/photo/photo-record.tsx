import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PhotoHistory } from '../../api/photo.ts';
import { FacesTable } from '../execution/faces/faces-table.tsx';
import { JsonText } from '../execution/json/json-text.tsx';
import { PhotoDownloads } from '../execution/photo/photo-downloads.tsx';
import { PhotoWhatIf } from '../execution/photo/photo-what-if.tsx';
import type { Chosen } from '../execution/use-chosen.ts';
import { executionPath } from '../executions/execution-path.ts';
import { Moment } from '../shell/moment.tsx';
import { PageLink } from '../shell/page-link.tsx';
import '../execution/execution.css';

/** The record as it stands: on the photo, in a table of its faces, and as JSON. */
export function PhotoRecord({ photo, chosen }: { photo: PhotoHistory; chosen: Chosen }) {
  const { key, imageUrl, record } = photo;
  const faces = record?.faces ?? [];
  return (
    <SpaceBetween size="l">
      {record?.error && (
        <Alert type="error" header={record.error.error}>
          <p className="cause">{record.error.cause}</p>
        </Alert>
      )}
      <div className="side-by-side">
        <Container
          fitHeight
          header={
            <Header
              variant="h2"
              actions={<PhotoDownloads record={record} annotatedUrl={photo.annotatedUrl} />}
            >
              Photo
            </Header>
          }
        >
          <PhotoWhatIf
            threshold={record?.threshold}
            imageUrl={imageUrl}
            alt={`The photo ${key}`}
            faces={faces}
            chosen={chosen.face}
            onChoose={chosen.chooseFace}
          />
        </Container>
        <FacesTable faces={faces} photoKey={key} searching={false} chosen={chosen} />
      </div>
      <Container header={<Header variant="h2">Record</Header>}>
        {record ? <RecordFacts record={record} /> : <Box color="text-body-secondary">None yet</Box>}
      </Container>
    </SpaceBetween>
  );
}

function RecordFacts({ record }: { record: NonNullable<PhotoHistory['record']> }) {
  const { status, execution, recordedAt, threshold, collectionId, faceModelVersion, text } = record;
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        minColumnWidth={200}
        items={[
          { label: 'Status', value: status },
          { label: 'Recorded', value: <Moment at={recordedAt} /> },
          {
            label: 'By the execution',
            value: (
              <span className="long-name">
                <PageLink href={executionPath(execution)}>{execution}</PageLink>
              </span>
            ),
          },
          ...(threshold === undefined ? [] : [{ label: 'Threshold', value: `${threshold} %` }]),
          ...(collectionId === undefined ? [] : [{ label: 'Collection', value: collectionId }]),
          ...(faceModelVersion === undefined ? [] : [{ label: 'Face model', value: faceModelVersion }]),
        ]}
      />
      <ExpandableSection headerText="As JSON">
        <JsonText text={text} label="The photo’s record" />
      </ExpandableSection>
    </SpaceBetween>
  );
}
