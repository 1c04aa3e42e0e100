import { awsCommand, projectCommand } from '../command-line.ts';
import { awsSettings } from '../connect/clients.ts';
import type { Target, TargetOptions } from '../connect.ts';

/** What a check found. */
export interface Verdict {
  /** With a warning the workflow runs, but perhaps not as its owner thinks. */
  readonly status: 'well' | 'warning' | 'failed';
  /** One line. */
  readonly message: string;
  /** What mends it: a command to copy where there is one. */
  readonly mend?: string;
}

/** Looks at one thing that goes wrong in real life. */
export interface Check<Subject = Connected> {
  readonly name: string;
  /** What IAM has to allow for it; on the local cloud everything is allowed. */
  readonly actions: readonly string[];
  /** Throws what a service answered, unless that is what it looks for. */
  examine(subject: Subject): Promise<Verdict> | Verdict;
}

/** A cloud that answers, and how commands name it. */
export interface Connected {
  readonly target: Target;
  readonly options: TargetOptions;
}

export const well = (message: string): Verdict => ({ status: 'well', message });
export const warning = (message: string, mend: string): Verdict => ({ status: 'warning', message, mend });
export const failed = (message: string, mend: string): Verdict => ({ status: 'failed', message, mend });

/** Makes what is missing: a command of the AWS CLI; the local cloud makes what it lacks when it starts. */
export const makingCommand = ({ options }: Connected, command: string): string =>
  options.aws
    ? awsCommand(options, command)
    : `stop the local cloud and start it again: ${projectCommand(options, 'start')}`;

/** Settings of a client of a service that only the doctor asks, in the Region of the stack. */
export const settingsOf = ({ target, options: { profile } }: Connected) =>
  awsSettings({ profile, region: target.deployment.region });

/** What a service answers; undefined for the error by which it says that there is no such thing. */
export const ifThere = <Answer>(answer: Promise<Answer>, missing: string): Promise<Answer | undefined> =>
  answer.catch((error: Error) => {
    if (error.name !== missing) throw error;
    return undefined;
  });

/** The SDK's own words after those of its parser, on a line of their own. */
const unreadable = /\s+Deserialization error: .*$/s;

/** For an answer that no client can read, as the page of a proxy is none of AWS's. */
export const answeredByAnother = ({ message }: Error): Verdict | undefined =>
  unreadable.test(message)
    ? failed(
        `Expected an answer of AWS, got something else: ${message.replace(unreadable, '').replaceAll(/\s+/g, ' ')}`,
        lookWhoAnswers,
      )
    : undefined;

export const lookWhoAnswers = 'look for what answers in the place of AWS: a proxy, or AWS_ENDPOINT_URL';
