import Box from '@cloudscape-design/components/box';
import { useState } from 'react';
import type { BatchProgress, SelectedPhotos } from '../../api/action.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { readThreshold } from '../confirm/read-threshold.ts';
import { ThresholdField } from '../confirm/threshold-field.tsx';
import { PageLink } from '../shell/page-link.tsx';

/** Asks before photos are run again, each by an execution of its own. */
export function ConfirmReprocess({
  photos,
  what,
  thresholds = [],
  onClose,
}: {
  photos: SelectedPhotos;
  /** The photos in words. */
  what: string;
  /** In the inputs of the runs that are repeated; undefined for the deployed one. */
  thresholds?: readonly (number | undefined)[];
  /** With the batch that was started; without one when nothing was. */
  onClose: (batch?: BatchProgress) => void;
}) {
  const distinct = [...new Set(thresholds)];
  const repeated = distinct.length === 1 ? distinct[0] : undefined;
  const varied = distinct.length > 1 ? distinct.filter((each) => each !== undefined) : [];
  const [typed, setTyped] = useState(String(repeated ?? ''));
  const { threshold, error } = readThreshold(typed);
  return (
    <Confirm
      title="Reprocess"
      action="reprocess"
      request={{ body: { photos, ...(threshold !== undefined && { threshold }) } }}
      impossible={error !== undefined}
      notice={({ batch, total }) => ({
        header: `Reprocessing ${total} ${total === 1 ? 'photo' : 'photos'} as batch ${batch}`,
        content: (
          <PageLink href="/start" color="inverted">
            Watch its progress
          </PageLink>
        ),
      })}
      onDone={onClose}
      onCancel={() => onClose()}
    >
      <Box>
        Runs <b>{what}</b> again, by a new execution each, which replaces the photo’s record.
      </Box>
      <CostNotice plan={{ action: 'reprocess', photos }} />
      <ThresholdField value={typed} onChange={setTyped} repeated={repeated} varied={varied} />
    </Confirm>
  );
}
