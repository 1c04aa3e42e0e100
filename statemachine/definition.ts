import { readFileSync } from 'node:fs';

/** The functions that the states of MatchFaces call; `lambdas/functions.ts` says what each needs. */
export type FunctionName = 'DetectFaces' | 'CropAndSearch' | 'RecordMatches';

/** Those that the states of ReprocessPhotos call. */
export type ReprocessFunctionName = 'SelectPhotos' | 'Summarise';

/** A state machine in Amazon States Language. */
export interface Definition {
  readonly Comment: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** Of one photo: it ends when its retries can have come to nothing. */
export interface PhotoDefinition extends Definition {
  readonly TimeoutSeconds: number;
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

/** The one reader of MatchFaces' files, with their placeholders: `${<name>Arn}` for each function. */
export function readDefinition({ withStage = false }: DefinitionOptions = {}): PhotoDefinition {
  const definition = readJson<PhotoDefinition>('match-faces.asl.json');
  if (!withStage) return definition;
  const hook = readJson<Record<string, State>>('index-faces-hook.asl.json');
  Object.assign(definition.States.SearchEachFace!.ItemProcessor!.States, hook);
  return definition;
}

/** ReprocessPhotos, with a placeholder for MatchFaces, too: a run has no timeout, for it takes as long as its photos do. */
export const readReprocessDefinition = (): Definition => readJson('reprocess-photos.asl.json');

/** The state machine with everything in the place of its placeholders, as CloudFormation makes it on AWS. */
export const loadDefinition = (
  arnOf: (name: string) => string,
  options?: DefinitionOptions,
): PhotoDefinition => fillPlaceholders(JSON.stringify(readDefinition(options)), arnOf);

/** `matchFacesArn` is that of the machine whose executions it starts. */
export const loadReprocessDefinition = (arnOf: (name: string) => string, matchFacesArn: string): Definition =>
  fillPlaceholders(JSON.stringify(readReprocessDefinition()), (name) =>
    name === 'MatchFaces' ? matchFacesArn : arnOf(name),
  );

export const fillPlaceholders = <D extends Definition = Definition>(
  text: string,
  arnOf: (name: string) => string,
): D => JSON.parse(text.replaceAll(/\$\{(\w+)Arn\}/g, (_, name: string) => arnOf(name))) as D;

const readJson = <T>(file: string): T =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T;
