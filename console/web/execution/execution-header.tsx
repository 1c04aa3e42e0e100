import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useLocation } from 'wouter';
import type { ExecutionDetail } from '../../api/execution.ts';
import { useSystem } from '../asking/use-system.ts';
import { photoName } from '../photos/photo-name.ts';
import { ExecutionActions } from './actions/execution-actions.tsx';

export function ExecutionHeader({ execution }: { execution: ExecutionDetail }) {
  const [, go] = useLocation();
  const rawPrefix = useSystem()?.rawPrefix;
  const { name, photo } = execution;
  const title = photo ? photoName(photo.key, rawPrefix) : name;
  return (
    <SpaceBetween size="xs">
      <BreadcrumbGroup
        items={[
          { text: 'Executions', href: '/' },
          { text: title, href: `/executions/${name}` },
        ]}
        onFollow={(event) => {
          event.preventDefault();
          go(event.detail.href);
        }}
      />
      <Header variant="h1" actions={<ExecutionActions execution={execution} />}>
        <span className="long-name">{title}</span>
      </Header>
    </SpaceBetween>
  );
}
