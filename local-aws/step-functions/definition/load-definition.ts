import validate from 'asl-validator';
import { findUnsupported } from './find-unsupported.ts';
import type { StateMachineDefinition } from './states-language.ts';

/**
 * A definition that AWS would take and that every field of is run here.
 *
 * Throws one error that lists all that is wrong or not supported, each with its place. ARNs are literal:
 * substitutions are done before. One that was taken before is not validated again, which takes 0.3 s.
 */
export function loadDefinition(
  name: string,
  definition: object,
  wasTaken: (definition: StateMachineDefinition) => boolean = () => false,
): StateMachineDefinition {
  const json = JSON.stringify(definition);
  const invalid = wasTaken(JSON.parse(json)) ? [] : validate(JSON.parse(json)).errors;
  const problems = [...findUnsupported(JSON.parse(json)), ...invalid.map((error) => error.Message)];
  if (problems.length > 0) {
    throw new Error(
      `Expected a definition of ${name} that can be run here, got:\n  ${problems.join('\n  ')}`,
    );
  }
  return JSON.parse(json);
}
