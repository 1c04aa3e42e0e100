import { readFileSync } from 'node:fs';

/** The functions that the states call; `lambdas/functions.ts` says what each needs. */
export type FunctionName = 'DetectFaces' | 'CropAndSearch' | 'RecordMatches';

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

interface DefinitionOptions {
  /** Turns IndexFacesHook from a Pass state into the task of the function IndexFaces, with a state for its failure. */
  readonly withStage?: boolean;
}

/** The one reader of the state machine's files, with their placeholders: `${<name>Arn}` for each function. */
export function readDefinition({ withStage = false }: DefinitionOptions = {}): Definition {
  const definition = readJson<Definition>('match-faces.asl.json');
  if (!withStage) return definition;
  const hook = readJson<Record<string, State>>('index-faces-hook.asl.json');
  Object.assign(definition.States.SearchEachFace!.ItemProcessor!.States, hook);
  return definition;
}

/** The state machine with everything in the place of its placeholders, as CloudFormation makes it on AWS. */
export const loadDefinition = (arnOf: (name: string) => string, options?: DefinitionOptions): Definition =>
  fillPlaceholders(JSON.stringify(readDefinition(options)), arnOf);

export const fillPlaceholders = (text: string, arnOf: (name: string) => string): Definition =>
  JSON.parse(text.replaceAll(/\$\{(\w+)Arn\}/g, (_, name: string) => arnOf(name))) as Definition;

const readJson = <T>(file: string): T =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T;
