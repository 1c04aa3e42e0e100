import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ExecutionDetail } from '../../api/execution.ts';
import { JsonText } from './json/json-text.tsx';

export function InputAndOutput({ execution: { input, output } }: { execution: ExecutionDetail }) {
  return (
    <div className="side-by-side">
      <Container fitHeight header={<Header variant="h2">Input</Header>}>
        <JsonText text={input} label="Input of the execution" />
      </Container>
      <Container fitHeight header={<Header variant="h2">Output</Header>}>
        {output === undefined ? 'None' : <JsonText text={output} label="Output of the execution" />}
      </Container>
    </div>
  );
}
