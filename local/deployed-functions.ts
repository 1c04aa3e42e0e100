import { type FunctionName, functions } from '../lambdas/functions.ts';
import { bundledModule } from '../local-aws/lambda/bundled-modules.ts';
import type { LocalFunction } from '../local-aws/lambda/local-function.ts';
import { environmentOf } from './deployment.ts';

/** What differs from the deployed function; variables are added to its own. */
export type FunctionOverrides = Partial<Record<FunctionName, Partial<LocalFunction>>>;

/** The project's Lambdas as the stack would deploy them. */
export function deployedFunctions(overrides: FunctionOverrides = {}): Record<FunctionName, LocalFunction> {
  const names = Object.keys(functions) as FunctionName[];
  const deployed = names.map((name) => [name, deploy(name, overrides[name])]);
  return Object.fromEntries(deployed) as Record<FunctionName, LocalFunction>;
}

function deploy(name: FunctionName, override: Partial<LocalFunction> = {}): LocalFunction {
  const { folder, timeoutSeconds, memoryMB, variables } = functions[name];
  return {
    handlerFile: () => bundledModule(`lambdas/${folder}/handler.ts`),
    timeoutSeconds,
    memoryMB,
    ...override,
    environment: { ...environmentOf(variables), ...override.environment },
  };
}
