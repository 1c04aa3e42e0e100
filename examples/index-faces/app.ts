import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigInvalid, readConfig } from '../../infra/config.ts';
import { IndexFacesStack } from './index-faces-stack.ts';
import { readSettings } from './settings.ts';

const app = new App();
const { quality, settleSeconds, ...context } = app.node.getAllContext();
const config = readConfig(context);
const { collectionId, thumbsBucket } = config;
if (!collectionId || !thumbsBucket) {
  throw new ConfigInvalid('Expected collectionId and thumbsBucket, as the outputs of MatchFaces name them');
}
const variables = {
  ...(quality !== undefined && { INDEX_FACES_QUALITY: String(quality) }),
  ...(settleSeconds !== undefined && { INDEX_FACES_SETTLE_SECONDS: String(settleSeconds) }),
};
// What is wrong is said here, and not by the function.
readSettings(variables);
new IndexFacesStack(app, `${config.stackName}-IndexFaces`, {
  config: { ...config, collectionId, thumbsBucket },
  variables,
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
