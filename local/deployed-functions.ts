import { join } from 'node:path';
import { bundleModules } from '@match-faces/local-aws/lambda/bundled-modules.ts';
import type { LocalFunction } from '@match-faces/local-aws/lambda/local-function.ts';
import { type FunctionSettings, functions } from '../lambdas/functions.ts';
import type { FunctionName } from '../statemachine/definition.ts';
import { environmentOf } from './deployment.ts';

const entryPoint = ({ folder }: FunctionSettings) => `lambdas/${folder}/handler.ts`;

const bundledHandler = bundleModules({
  root: join(import.meta.dirname, '..'),
  entryPoints: Object.values(functions).map(entryPoint),
  sources: ['lambdas/**/*.ts', 'statemachine/*.ts', 'package-lock.json'],
  external: ['sharp', 'libheif-js'],
});

/** What differs from the deployed function; variables are added to its own. */
export type FunctionOverrides = Partial<Record<FunctionName, Partial<LocalFunction>>>;

/** The project's Lambdas as the stack would deploy them. */
export function deployedFunctions(overrides: FunctionOverrides = {}): Record<FunctionName, LocalFunction> {
  const names = Object.keys(functions) as FunctionName[];
  const deployed = names.map((name) => [name, deploy(name, overrides[name])]);
  return Object.fromEntries(deployed) as Record<FunctionName, LocalFunction>;
}

function deploy(name: FunctionName, override: Partial<LocalFunction> = {}): LocalFunction {
  const { timeoutSeconds, memoryMB, variables } = functions[name];
  return {
    handlerFile: () => bundledHandler(entryPoint(functions[name])),
    timeoutSeconds,
    memoryMB,
    ...override,
    environment: { ...environmentOf(variables), ...override.environment },
  };
}
