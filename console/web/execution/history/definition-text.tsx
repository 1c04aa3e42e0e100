import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { exportUrl } from '../../../api/export.ts';
import { useAnswer } from '../../asking.ts';
import { LoadingPage } from '../../shell/loading-page.tsx';
import { Problem } from '../../shell/problem.tsx';
import { JsonText } from '../json/json-text.tsx';

/** The definition that the execution began with. */
export function DefinitionText({ execution }: { execution: string }) {
  const { data, error, refetch } = useAnswer(
    'definition',
    { params: { name: execution } },
    { fresh: Number.POSITIVE_INFINITY },
  );
  if (error) return <Problem what="The definition cannot be read" error={error} onRetry={() => refetch()} />;
  if (!data) return <LoadingPage />;
  return (
    <SpaceBetween size="s">
      <Button href={exportUrl(execution, 'definition')} download iconName="download">
        Export definition
      </Button>
      <JsonText text={JSON.stringify(data)} label="Definition" />
    </SpaceBetween>
  );
}
