import { readDefinition } from '../../statemachine/definition.ts';

const secondsOfADay = 24 * 60 * 60;

/** Step Functions redrives an execution for so many days after its end. */
const redrivableDays = 14;

const longestExecutionDays = Math.ceil(readDefinition().TimeoutSeconds / secondsOfADay);

/** Cutouts are read by an execution, by its redrive on the last day, and as long as that runs: it may take all its time again. */
export const workingFileDays = longestExecutionDays + redrivableDays + longestExecutionDays;
