import { styleText } from 'node:util';
import type { Size } from '../../operations/annotate/rectangle.ts';
import { projectCommand } from '../../operations/command-line.ts';
import type { TargetOptions } from '../../operations/connect.ts';
import { executionName } from '../../operations/executions/execution-name.ts';
import { isProcessed, type NamedResult } from '../../operations/match/photo-result.ts';
import { countFaces, describeCounts } from '../../operations/match/totals.ts';
import type { NamedFace } from '../../operations/people/named-face.ts';
import type { FaceRecord } from '../../statemachine/photo-record.ts';
import { boxAsRatios, boxInPixels, boxTitle } from '../terminal/box-text.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { type Column, table } from '../terminal/table.ts';

/**
 * A photo's result for people: a heading, and a row per face. `size` is the photo's, in pixels; without it
 * boxes are told as ratios.
 */
export function photoTable(cloud: TargetOptions, result: NamedResult, size?: Size): string {
  const heading = [
    styleText('bold', printable(result.s3Key)),
    statusInColour(result.status),
    'error' in result && result.error
      ? printable(`${result.error.error}: ${result.error.cause}`)
      : describeCounts(countFaces([result])),
  ].join('  ');
  const lines = [heading];
  if (result.faces.length > 0) {
    const withNames = result.faces.some(({ name }) => name !== undefined);
    lines.push(
      table(
        columns.filter(({ title }) => withNames || title !== 'name'),
        result.faces.map((face) => row(face, size, withNames)),
      ),
    );
  }
  if (!isProcessed(result) && result.executionArn) {
    lines.push(projectCommand(cloud, 'executions', [executionName(result.executionArn)]));
  }
  return lines.join('\n');
}

const columns = [
  { title: 'idx', align: 'right' },
  { title: 'outcome' },
  { title: 'name', cut: true },
  { title: 'personId' },
  { title: 'similarity', align: 'right' },
  { title: boxTitle },
] satisfies readonly Column[];

const colours = {
  Match: 'green',
  NoMatch: 'cyan',
  Indexed: 'magenta',
  Unsearchable: 'yellow',
  Failed: 'red',
} as const;

function row(face: NamedFace, size: Size | undefined, withNames: boolean): string[] {
  return [
    String(face.idx),
    styleText(colours[face.outcome], outcomeWithReason(face)),
    ...(withNames ? [printable(face.name ?? '')] : []),
    'personId' in face ? face.personId : '',
    'similarity' in face ? face.similarity.toFixed(2) : '',
    size ? boxInPixels(face.boundingBox, size) : boxAsRatios(face.boundingBox),
  ];
}

function outcomeWithReason(face: FaceRecord): string {
  if (face.outcome === 'Unsearchable') return `Unsearchable: ${face.reason}`;
  if (face.outcome === 'NoMatch' && face.notIndexed !== undefined)
    return printable(shortened(`NoMatch: not indexed: ${face.notIndexed}`, 100));
  if (face.outcome === 'Failed') return printable(shortened(`Failed: ${face.error}: ${face.cause}`, 100));
  return face.outcome;
}

const statusInColour = (status: NamedResult['status']) =>
  styleText(
    ({ MATCHED: 'green', NO_FACES: 'green', PARTIAL: 'yellow', FAILED: 'red' } as const)[status],
    status,
  );
