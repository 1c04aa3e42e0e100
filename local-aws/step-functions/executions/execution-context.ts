import { accountId, stateMachineArn } from '../../account.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { arnOf, type ExecutionRecord } from './execution-index.ts';

/** The role that executions are said to have; nothing here checks what it may do. */
export const roleArn = `arn:aws:iam::${accountId}:role/StepFunctions`;

/** `$$.Execution` and `$$.StateMachine`; a redrive changes neither name nor start. */
export function executionContext(record: ExecutionRecord, input: JsonValue): JsonObject {
  const { machine, name, startDate, redriveCount, redriveDate } = record;
  return {
    Execution: {
      Id: arnOf(record),
      Input: input,
      Name: name,
      RoleArn: roleArn,
      StartTime: isoTime(startDate),
      RedriveCount: redriveCount,
      ...(redriveDate !== undefined && { RedriveTime: isoTime(redriveDate) }),
    },
    StateMachine: { Id: stateMachineArn(machine), Name: machine },
  };
}

const isoTime = (epochSeconds: number) => new Date(epochSeconds * 1000).toISOString();
