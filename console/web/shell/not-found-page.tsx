import Alert from '@cloudscape-design/components/alert';
import { PageLink } from './page-link.tsx';

export function NotFoundPage() {
  return (
    <Alert type="warning" header="There is no page at this address">
      Go to the <PageLink href="/">executions</PageLink>.
    </Alert>
  );
}
