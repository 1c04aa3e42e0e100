import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigInvalid, readConfig } from '../../infra/config.ts';
import { IndexFacesStack } from './index-faces-stack.ts';

const app = new App();
const config = readConfig(app.node.getAllContext());
const { collectionId, thumbsBucket } = config;
if (!collectionId || !thumbsBucket) {
  throw new ConfigInvalid('Expected collectionId and thumbsBucket, as the outputs of MatchFaces name them');
}
new IndexFacesStack(app, `${config.stackName}-IndexFaces`, {
  config: { ...config, collectionId, thumbsBucket },
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
