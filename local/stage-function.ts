import type { LocalFunction } from '@match-faces/local-aws/lambda/local-function.ts';
import { type LocalPace, variablesAt } from './deployment.ts';

/** What a stage's own settings begin with: those of the shell reach it. */
const stageVariablePrefix = 'INDEX_FACES_';

/**
 * Any module as the stage in the hook. It gets the variables of all functions here, for who is to know which it needs, and
 * from the surroundings its own.
 */
export function stageFunction(
  handlerFile: string,
  pace: LocalPace,
  surroundings: NodeJS.ProcessEnv,
): LocalFunction {
  const own = Object.entries(surroundings).filter(
    (entry): entry is [string, string] => entry[0].startsWith(stageVariablePrefix) && entry[1] !== undefined,
  );
  return {
    handlerFile,
    // The hook waits ten seconds longer.
    timeoutSeconds: 300,
    memoryMB: 1024,
    environment: { ...variablesAt(pace), ...Object.fromEntries(own) },
  };
}
