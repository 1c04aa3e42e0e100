import { styleText } from 'node:util';
import type { Finding, Verdict } from '../../operations/doctor/check.ts';
import { plural } from '../../operations/match/totals.ts';
import { printable } from '../../operations/text/printable.ts';

const marks = {
  well: ['✔', 'green'],
  warning: ['!', 'yellow'],
  failed: ['✖', 'red'],
} as const;

/** Characters of the longest name of a check. */
const nameWidth = 24;

/** `✔ collection   match-faces holds 120 faces`, and below it what mends a fault. */
export function findingLines({ check, status, message, mend }: Finding): string {
  const [mark, colour] = marks[status];
  const line = `${styleText(colour, mark)} ${check.padEnd(nameWidth)}  ${printable(message)}`;
  return mend === undefined ? line : `${line}\n  → ${printable(mend)}`;
}

/** `10 checks: 8 well, 1 warning, 1 failed` */
export function findingTotals(findings: readonly Finding[]): string {
  const count = (status: Verdict['status']) => findings.filter((finding) => finding.status === status).length;
  const [warnings, failures] = [count('warning'), count('failed')];
  const parts = [
    `${count('well')} well`,
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(failures > 0 ? [`${failures} failed`] : []),
  ];
  return `${plural(findings.length, 'check')}: ${parts.join(', ')}`;
}
