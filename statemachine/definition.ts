import { readFileSync } from 'node:fs';

/** The functions that the states call; `lambdas/functions.ts` says what each needs. */
export const functionNames = ['DetectFaces', 'CropAndSearch', 'RecordMatches'] as const;
export type FunctionName = (typeof functionNames)[number];

/** A state machine in Amazon States Language. */
export interface Definition {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

export interface State {
  readonly Type: string;
  readonly Comment: string;
  readonly ItemProcessor?: { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };
  readonly [field: string]: unknown;
}

/**
 * The one reader of the state machine's files: puts in the functions' ARNs and, when a function is given
 * for it, turns IndexFacesHook from a Pass state into the task of that function. Nothing else changes.
 */
export function loadDefinition(
  functionArns: Readonly<Record<FunctionName, string>>,
  { indexFacesFunctionArn }: { indexFacesFunctionArn?: string } = {},
): Definition {
  const arns = { ...functionArns, ...(indexFacesFunctionArn && { IndexFaces: indexFacesFunctionArn }) };
  const definition = readStates<Definition>('match-faces.asl.json', arns);
  if (indexFacesFunctionArn) {
    const hook = readStates<State>('index-faces-hook.asl.json', arns);
    Object.assign(definition.States.SearchEachFace!.ItemProcessor!.States, { IndexFacesHook: hook });
  }
  return definition;
}

function readStates<T>(file: string, functionArns: Readonly<Record<string, string>>): T {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return JSON.parse(
    text.replaceAll(/\$\{(\w+)Arn\}/g, (placeholder, name: string) => {
      const arn = functionArns[name];
      if (!arn) throw new Error(`Expected the ARN of a function for ${placeholder} in ${file}, got nothing`);
      return arn;
    }),
  ) as T;
}
