import { functions, reprocessFunctions } from '../lambdas/functions.ts';
import type { FunctionName, ReprocessFunctionName } from '../statemachine/definition.ts';

/** The functions of both machines' states, the starter of uploads, and the example of a stage for the hook. */
export type DeployedFunction = FunctionName | ReprocessFunctionName | 'StartMatch' | 'IndexFaces';

const names: readonly DeployedFunction[] = [
  ...(Object.keys(functions) as FunctionName[]),
  ...(Object.keys(reprocessFunctions) as ReprocessFunctionName[]),
  'StartMatch',
  'IndexFaces',
];

export const functionName = (stackName: string, name: DeployedFunction): string => `${stackName}-${name}`;

/** Characters: Lambda's own most. Everything else that is named after the stack may be longer. */
const longestFunctionName = 64;

/** Characters of a stack's name that leave room for the longest of its functions' names, deployed or not. */
export const longestStackName =
  longestFunctionName - Math.max(...names.map((name) => functionName('', name).length));
