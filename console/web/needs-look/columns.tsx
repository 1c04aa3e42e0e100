import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { NeededLook } from '../../api/needs-look.ts';
import { executionPath } from '../executions/execution-path.ts';
import { photoPath } from '../photo/photo-path.ts';
import { Moment } from '../shell/moment.tsx';
import { usePhotoName } from '../shell/names.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import { reasonInWords, reasons } from './reasons.ts';
import { RemedyButton } from './remedies.tsx';

type Column = TableProps.ColumnDefinition<NeededLook>;

export const wideColumns: readonly Column[] = [
  {
    id: 'photo',
    header: 'Photo',
    isRowHeader: true,
    minWidth: 200,
    cell: (look) => <PhotoCell look={look} />,
  },
  { id: 'reason', header: 'What happened', minWidth: 220, cell: (look) => <ReasonCell look={look} /> },
  { id: 'remedy', header: 'What helps', minWidth: 240, cell: (look) => <RemedyCell look={look} /> },
];

export const narrowColumns: readonly Column[] = [
  {
    id: 'look',
    header: 'Photo',
    isRowHeader: true,
    cell: (look) => (
      <div className="needs-look-cell">
        <PhotoCell look={look} />
        <ReasonCell look={look} />
        <RemedyCell look={look} />
      </div>
    ),
  },
];

function PhotoCell({ look: { photo, execution = '' } }: { look: NeededLook }) {
  const title = usePhotoName(photo?.key ?? 'No photo in its input');
  return (
    <div className="photo-cell">
      <Thumbnail url={photo?.thumbnailUrl} alt="" size={44} />
      <div className="photo-cell-text">
        <span className="photo-cell-name" title={title}>
          <PageLink href={photo ? photoPath(photo.key) : executionPath(execution)}>{title}</PageLink>
        </span>
      </div>
    </div>
  );
}

function ReasonCell({ look }: { look: NeededLook }) {
  const { reason, error, execution, since } = look;
  return (
    <div className="needs-look-cell">
      <StatusIndicator type={reasons[reason].type}>{reasonInWords(look)}</StatusIndicator>
      {error && (
        <span className="needs-look-error" title={`${error.error}: ${error.cause}`}>
          <b>{error.error}</b> {error.cause}
        </span>
      )}
      <span>
        <Moment at={since} />
        {execution && (
          <>
            {' · '}
            <PageLink href={executionPath(execution)} ariaLabel={`The execution ${execution}`}>
              Execution
            </PageLink>
          </>
        )}
      </span>
    </div>
  );
}

const RemedyCell = ({ look }: { look: NeededLook }) => (
  <div className="needs-look-cell">
    <span>{look.explanation}</span>
    <RemedyButton look={look} />
  </div>
);
