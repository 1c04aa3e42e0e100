import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useAddress } from '../../shell/address.ts';
import { download } from '../../shell/download.ts';

/** What can be taken along of a photo, and a link to what is shown of it: the chosen face, the dragged threshold. */
export function PhotoDownloads({
  annotatedUrl,
  record,
}: {
  /** Absent when there are no faces to draw. */
  annotatedUrl?: string;
  /** JSON. */
  record?: { readonly text: string; readonly execution: string };
}) {
  // Only that it is rendered again when the address changes.
  useAddress();
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {record && (
        <Button
          iconName="download"
          onClick={() => download(`${record.execution}.json`, 'application/json', record.text)}
        >
          Record
        </Button>
      )}
      {annotatedUrl && (
        <Button iconName="download" href={annotatedUrl} download>
          Annotated
        </Button>
      )}
      <CopyToClipboard
        variant="icon"
        textToCopy={window.location.href}
        copyButtonAriaLabel="Copy the link"
        copySuccessText="Link copied"
        copyErrorText="Link not copied"
      />
    </SpaceBetween>
  );
}
