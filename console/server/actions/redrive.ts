import type { Target } from '../../../operations/connect.ts';
import { refuseBorrowed } from '../../../operations/connect.ts';
import { requestRedrive } from '../../../operations/redrive/redrive-executions.ts';
import type { Answer } from '../../api/routes.ts';
import { describe } from '../executions/execution.ts';
import { findRemedy } from '../executions/remedy.ts';
import { Refusal } from '../refusal.ts';

/** Redrives an execution, unless that would only end where it ended before. */
export async function redrive(target: Target, name: string): Promise<Answer<'redrive'>> {
  refuseBorrowed(target);
  const execution = await describe(target, name);
  const { verdict, explanation } = await findRemedy(target, execution);
  if (verdict !== 'redrive') throw notRedrivable(name, verdict, explanation);
  const redriven = await requestRedrive(target, execution.executionArn!);
  if (typeof redriven === 'string') throw notRedrivable(name, redriven, 'Start a new execution.');
  return { redrivenAt: redriven.toISOString(), message: `Redriven: ${name} goes on where it stopped.` };
}

const notRedrivable = (name: string, reason: string, whatToDo: string) =>
  new Refusal(409, 'NotRedrivable', {
    message: `Expected an execution that a redrive helps, got ${name}: ${reason}`,
    whatToDo,
  });
