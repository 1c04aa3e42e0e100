import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';

/** How many photos may end red before the run stops; empty for as many as is usual. */
export function ToleratedField({
  value,
  onChange,
  usual,
}: {
  value: string;
  onChange: (value: string) => void;
  usual: number;
}) {
  return (
    <FormField
      label={
        <>
          Tolerated failures <i>- optional</i>
        </>
      }
      description="When more photos than this have failed, the run stops: it can be redriven once the cause is mended."
      errorText={readTolerated(value).error}
    >
      <Input
        inputMode="numeric"
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        placeholder={`${usual.toLocaleString('en')} for these photos`}
      />
    </FormField>
  );
}

/** As typed: nothing when the field is empty, or what is wrong with it. */
export function readTolerated(typed: string): { toleratedFailures?: number; error?: string } {
  const text = typed.trim();
  if (text === '') return {};
  if (/^\d{1,9}$/.test(text)) return { toleratedFailures: Number(text) };
  return { error: `Expected a number of photos, got "${text}"` };
}
