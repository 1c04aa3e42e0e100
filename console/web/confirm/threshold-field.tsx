import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useSystem } from '../asking.ts';
import { readThreshold } from './read-threshold.ts';

/** The similarity from which a face counts as known; empty for the one that is deployed. */
export function ThresholdField({
  value,
  onChange,
  repeated,
  varied = [],
}: {
  value: string;
  onChange: (value: string) => void;
  /** Of the run that is repeated. */
  repeated?: number;
  /** When the runs that are repeated had different ones, those: they are not kept. */
  varied?: readonly number[];
}) {
  const deployed = useSystem()?.threshold;
  return (
    <FormField
      label={
        <>
          Threshold <i>- optional</i>
        </>
      }
      description={`Similarity in percent from which a face counts as known.${
        repeated === undefined ? '' : ` The run before had ${repeated} % in its input; empty is as deployed.`
      }`}
      warningText={
        varied.length > 0 &&
        `The runs before had thresholds of their own (${varied.map((each) => `${each} %`).join(', ')}); this is used for all.`
      }
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
