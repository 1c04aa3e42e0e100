import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigInvalid, readConfig } from '../../infra/config.ts';
import { IndexFacesStack } from './index-faces-stack.ts';
import { readSettings, SettingInvalid } from './settings.ts';

/** The function's own settings, by the variables that it reads. */
const settings: Readonly<Record<string, string>> = {
  INDEX_FACES_QUALITY: 'quality',
  INDEX_FACES_SETTLE_SECONDS: 'settleSeconds',
};

try {
  synthesize(new App());
} catch (error) {
  if (error instanceof ConfigInvalid) console.error(error.message);
  else if (error instanceof SettingInvalid)
    console.error(error.message.replace(error.variable, settings[error.variable]!));
  else throw error;
  process.exitCode = 1;
}

function synthesize(app: App): void {
  const context = app.node.getAllContext();
  const given = Object.entries(settings).filter(([, name]) => context[name] !== undefined);
  const variables = Object.fromEntries(given.map(([variable, name]) => [variable, String(context[name])]));
  // What is wrong is said here, and not by the function.
  readSettings(variables);
  const names = Object.values(settings);
  const others = Object.entries(context).filter(([name]) => !names.includes(name));
  const config = readConfig(Object.fromEntries(others));
  const { collectionId, thumbsBucket } = config;
  if (!collectionId || !thumbsBucket) {
    throw new ConfigInvalid('Expected collectionId and thumbsBucket, as the outputs of MatchFaces name them');
  }
  new IndexFacesStack(app, `${config.stackName}-IndexFaces`, {
    config: { ...config, collectionId, thumbsBucket },
    variables,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
