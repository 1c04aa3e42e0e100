import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { Upload } from './upload-list.ts';
import { useUploads } from './uploads.tsx';

/** Photos whose upload a reload has interrupted, and how they go on. Nothing when there are none. */
export function LeftNotice({ uploads }: { uploads: readonly Upload[] }) {
  const { goOn } = useUploads();
  const left = uploads.filter(({ step }) => step === 'left');
  if (left.length === 0) return null;
  const found = left.filter(({ handle }) => handle).length;
  const rest = left.length - found;
  return (
    <Alert
      type="warning"
      header={
        left.length === 1
          ? 'A photo was not uploaded when the page was reloaded'
          : `${left.length} photos were not uploaded when the page was reloaded`
      }
      action={found > 0 && <Button onClick={goOn}>{found === 1 ? 'Go on' : `Go on with ${found}`}</Button>}
    >
      {found > 0 && (
        <div>
          The browser knows where{' '}
          {found === left.length ? (found === 1 ? 'it is' : 'they are') : `${found} of them are`}, and may ask
          you first.{' '}
        </div>
      )}
      {rest > 0 && (
        <div>
          Choose or drop {rest < left.length ? 'the others' : rest === 1 ? 'it' : 'them'} again, and the
          upload goes on: the browser does not tell a page where a file is that was chosen.
        </div>
      )}
    </Alert>
  );
}
