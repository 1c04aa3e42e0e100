import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll } from 'vitest';
import { IndexFacesStack } from '../../examples/index-faces/index-faces-stack.ts';
import { readConfig } from '../../infra/config.ts';
import { localDeployment } from '../../local/deployment.ts';

const outdir = mkdtempSync(join(tmpdir(), 'match-faces-stage-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const { context: flags } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
const { collectionId, thumbsBucket } = localDeployment;
const names = { collectionId, thumbsBucket };
const app = new App({ outdir, context: { ...flags, 'aws:cdk:bundling-stacks': [] } });
const stack = new IndexFacesStack(app, 'Stage', { config: { ...readConfig(names), ...names } });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
/** The example deployed beside the local cloud's names. */
export const stageTemplate = Template.fromStack(stack);
