import { functions } from '../lambdas/functions.ts';
import type { FunctionName } from '../statemachine/definition.ts';

/** The functions of the states, the starter of uploads, and the example of a stage for the hook. */
export type DeployedFunction = FunctionName | 'StartMatch' | 'IndexFaces';

const names: readonly DeployedFunction[] = [
  ...(Object.keys(functions) as FunctionName[]),
  'StartMatch',
  'IndexFaces',
];

export const functionName = (stackName: string, name: DeployedFunction): string => `${stackName}-${name}`;

/** Characters: Lambda's own most. Everything else that is named after the stack may be longer. */
const longestFunctionName = 64;

/** Characters of a stack's name that leave room for the longest of its functions' names, deployed or not. */
export const longestStackName =
  longestFunctionName - Math.max(...names.map((name) => functionName('', name).length));
