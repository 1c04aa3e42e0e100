import { describe } from '../executions/describe.ts';
import type { Operation } from './operation.ts';
import { executionArnIn } from './request.ts';

export const describeExecution: Operation = (request, { store }) =>
  describe(store.find(executionArnIn(request)), store);
