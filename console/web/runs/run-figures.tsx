import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { formatDuration } from '../../../operations/format-time.ts';
import type { RunEstimate } from '../../api/run.ts';

/** What a run finds, takes and costs, when nothing has to be tried again. */
export function RunFigures({ estimate }: { estimate: RunEstimate }) {
  const { photos, faces, photosOfUnknownFaces: unknown, calls, transitions, dollars, free } = estimate;
  if (photos === 0)
    return (
      <Box variant="strong">No photo is of this kind{skippedInWords(estimate)}: there is nothing to run.</Box>
    );
  const price = `about $${dollars.total.toFixed(dollars.total < 10 ? 3 : 2)}`;
  return (
    <KeyValuePairs
      columns={2}
      minColumnWidth={150}
      items={[
        { label: 'Photos', value: `${number(photos)}${skippedInWords(estimate)}` },
        {
          label: 'Faces',
          value:
            unknown === 0
              ? number(faces)
              : `About ${number(faces)}: of ${number(unknown)} ${unknown === 1 ? 'photo' : 'photos'} the number is assumed`,
        },
        {
          label: 'Calls of Rekognition',
          value: `${number(calls.DetectFaces)} to find faces, ${number(calls.SearchFacesByImage)} to search them`,
        },
        { label: 'State transitions', value: number(transitions) },
        {
          label: 'Cost',
          value: free
            ? `Free on the local cloud, ${price} on AWS`
            : `${price[0]!.toUpperCase()}${price.slice(1)}`,
        },
        {
          label: 'Time on AWS',
          value: `At least ${formatDuration(estimate.minutes * 60_000)}, at ${number(estimate.searchesPerSecond)} searches a second`,
        },
      ]}
    />
  );
}

function skippedInWords({ skipped: { folderPlaceholders, otherFiles, example } }: RunEstimate): string {
  const parts = [
    ...(folderPlaceholders > 0
      ? [`${number(folderPlaceholders)} ${folderPlaceholders === 1 ? 'empty object' : 'empty objects'}`]
      : []),
    ...(otherFiles > 0
      ? [
          `${number(otherFiles)} ${otherFiles === 1 ? 'file that is no photo' : 'files that are no photos'}, such as ${example}`,
        ]
      : []),
  ];
  return parts.length > 0 ? `, without ${parts.join(' and ')}` : '';
}

const number = (value: number) => value.toLocaleString('en');
