import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { MatchFacesApp } from '../../infra/match-faces-app.ts';

const { context: flags } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));

const folder = mkdtempSync(join(tmpdir(), 'match-faces-synth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The app as the CDK command makes it with these settings, its Lambdas not bundled. */
export const makeApp = (settings: Record<string, unknown> = {}) =>
  new MatchFacesApp({
    outdir: mkdtempSync(join(folder, 'out-')),
    context: { ...flags, 'aws:cdk:bundling-stacks': [], ...settings },
  });

/** Throws what cdk-nag finds. */
export const synthesize = (settings?: Record<string, unknown>): Template =>
  Template.fromStack(makeApp(settings).stack);

export interface Resource<Properties> {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
}

/** The resources of a type by their logical ids, without the hash at the end. */
export function resourcesOf<Properties>(
  template: Template,
  type: string,
): Record<string, Resource<Properties>> {
  const found = Object.entries(template.findResources(type));
  return Object.fromEntries(
    found.map(([id, resource]) => [withoutHash(id), resource as Resource<Properties>]),
  );
}

const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

/** What refers to something, as text: `<RawPhotosBucket>/photos-raw/*`. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(asText).join(', ');
  const [[reference, to]] = Object.entries(value as object) as [[string, unknown]];
  switch (reference) {
    case 'Ref':
      return `<${withoutHash(to as string)}>`;
    case 'Fn::GetAtt': {
      const [id, attribute] = to as [string, string];
      return attribute === 'Arn' ? `<${withoutHash(id)}>` : `<${withoutHash(id)}.${attribute}>`;
    }
    case 'Fn::If':
      return `<${withoutHash((to as [string])[0])} ? ${asText((to as unknown[]).slice(1)).replace(', ', ' : ')}>`;
    case 'Fn::Join':
      return (to as [string, unknown[]])[1].map(asText).join('');
    default:
      throw new Error(`Expected a Ref, Fn::GetAtt or Fn::Join, got ${JSON.stringify(value)}`);
  }
}
