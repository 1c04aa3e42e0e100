import { inPath } from '../../api/execution-name.ts';

/** The page of an execution. */
export const executionPath = (name: string) => `/executions/${inPath(name)}`;
