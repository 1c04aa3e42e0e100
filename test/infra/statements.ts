import type { Template } from 'aws-cdk-lib/assertions';
import { asText, resourcesOf } from './synthesize.ts';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: Record<string, string>;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: Statement[] };
  readonly Roles: { readonly Ref: string }[];
}

/** The statements of every role, by the role's name without `Role`. */
export function roleStatements(template: Template): Record<string, Statement[]> {
  const policies = Object.values(resourcesOf<Policy>(template, 'AWS::IAM::Policy'));
  return Object.fromEntries(
    policies.map(({ Properties: { Roles, PolicyDocument } }) => [
      asText(Roles[0]).replace(/^<(.*)Role>$/, '$1'),
      PolicyDocument.Statement,
    ]),
  );
}

/** The statements of the policies that resources of a type have themselves. */
export const resourceStatements = (template: Template, type: string): Record<string, Statement[]> =>
  Object.fromEntries(
    Object.entries(resourcesOf<Policy>(template, type)).map(([id, { Properties }]) => [
      id,
      Properties.PolicyDocument.Statement,
    ]),
  );

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** One line for each statement: what it allows, and on what. */
export const linesOf = (statements: Statement[]): string[] =>
  statements.map((statement) => {
    const { Effect, Action, Resource, Principal, Condition } = statement;
    const to = Principal ? ` to ${Object.values(Principal).join()}` : '';
    const when = Condition ? ` when ${Object.values(Condition).flatMap(conditions).join(' and ')}` : '';
    return `${Effect} ${list(Action).join(' ')} on ${list(Resource).map(asText).join(' ')}${to}${when}`;
  });

const conditions = (condition: Record<string, unknown>) =>
  Object.entries(condition).map(([name, value]) => `${name} is ${asText(value)}`);
