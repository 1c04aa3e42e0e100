import { inPath } from '../../api/execution-name.ts';

/** The page of a run. */
export const runPath = (name: string) => `/runs/${inPath(name)}`;
