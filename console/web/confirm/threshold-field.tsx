import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useSystem } from '../asking.ts';
import { readThreshold } from './read-threshold.ts';

/** The similarity from which a face counts as known; empty for the one that is deployed. */
export function ThresholdField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const deployed = useSystem()?.threshold;
  return (
    <FormField
      label={
        <>
          Threshold <i>- optional</i>
        </>
      }
      description="Similarity in percent from which a face counts as known."
      errorText={readThreshold(value).error}
    >
      <Input
        inputMode="decimal"
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        placeholder={deployed === undefined ? 'As deployed' : `${deployed}, as deployed`}
      />
    </FormField>
  );
}
