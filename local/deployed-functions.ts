import { join } from 'node:path';
import { bundleModules } from '@match-faces/local-aws/lambda/bundled-modules.ts';
import type { LocalFunction } from '@match-faces/local-aws/lambda/local-function.ts';
import { type FunctionSettings, functions, reprocessFunctions, startMatch } from '../lambdas/functions.ts';
import type { FunctionName, ReprocessFunctionName } from '../statemachine/definition.ts';
import { environmentOf, type LocalPace } from './deployment.ts';

/** The functions of both machines' states, and the one that starts the executions of uploads. */
export type DeployedFunction = FunctionName | ReprocessFunctionName | 'StartMatch';

const deployed: Readonly<Record<DeployedFunction, FunctionSettings>> = {
  ...functions,
  ...reprocessFunctions,
  StartMatch: startMatch,
};

const entryPoint = ({ folder }: FunctionSettings) => `lambdas/${folder}/handler.ts`;

const bundledHandler = bundleModules({
  root: join(import.meta.dirname, '..'),
  entryPoints: Object.values(deployed).map(entryPoint),
  sources: ['lambdas/**/*.ts', 'statemachine/*.ts', 'package-lock.json'],
  external: ['sharp', 'libheif-js'],
});

/** What differs from the deployed function; variables are added to its own. */
export type FunctionOverrides = Partial<Record<DeployedFunction, Partial<LocalFunction>>>;

/** The project's Lambdas as the stack would deploy them. */
export function deployedFunctions(
  overrides: FunctionOverrides = {},
  pace: LocalPace = {},
): Record<DeployedFunction, LocalFunction> {
  const names = Object.keys(deployed) as DeployedFunction[];
  return Object.fromEntries(names.map((name) => [name, deploy(name, pace, overrides[name])])) as Record<
    DeployedFunction,
    LocalFunction
  >;
}

function deploy(
  name: DeployedFunction,
  pace: LocalPace,
  override: Partial<LocalFunction> = {},
): LocalFunction {
  const { timeoutSeconds, memoryMB, variables } = deployed[name];
  return {
    handlerFile: () => bundledHandler(entryPoint(deployed[name])),
    timeoutSeconds,
    memoryMB,
    ...override,
    environment: { ...environmentOf(variables, pace), ...override.environment },
  };
}
