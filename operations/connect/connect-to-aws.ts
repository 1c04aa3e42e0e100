import { accountOf, type Deployment } from '../../statemachine/deployment.ts';
import { UsageError } from '../usage-error.ts';
import { awsSettings, createClients, disposable } from './clients.ts';
import type { Target, TargetOptions } from './target.ts';

const defaultStack = 'MatchFaces';

/** Throws StackNotFound, StackIncomplete, or what CloudFormation answered. */
export async function connectToAws(given: TargetOptions): Promise<Target & AsyncDisposable> {
  const { profile, region, stack = defaultStack } = given;
  const deployment = await findDeployment(stack, { profile, region });
  const { close: letGo, ...clients } = createClients({
    profile,
    region: deployment.region,
    bucketOwner: accountOf(deployment),
  });
  const options = { ...given, stack, region: deployment.region };
  const close = async () => letGo();
  return {
    kind: 'aws',
    startOnUpload: true,
    ...clients,
    deployment,
    options,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** There is no such stack in the account and Region. */
class StackNotFound extends Error {
  override name = 'StackNotFound' as const;
}

/** The stack lacks an output, as one does that is not deployed to its end. */
class StackIncomplete extends Error {
  override name = 'StackIncomplete' as const;
}

async function findDeployment(
  stackName: string,
  settings: { profile?: string; region?: string },
): Promise<Deployment> {
  // Loaded here, so that commands on the local cloud do not wait for it.
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  using cloudFormation = disposable(new CloudFormationClient(awsSettings(settings)));
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks?.[0]?.Outputs?.map(
      ({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!] as const,
    );
    return readDeployment(stackName, new Map(outputs), await cloudFormation.config.region());
  } catch (error) {
    if (error instanceof Error && error.name === 'CredentialsProviderError') {
      const by = settings.profile === undefined ? 'the environment' : `the profile "${settings.profile}"`;
      throw new UsageError(
        `Expected credentials of AWS by ${by}, found none: name another --profile, or log in, as with aws sso login`,
        { cause: error },
      );
    }
    if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
    throw new StackNotFound(
      `Expected a stack ${stackName} in ${await cloudFormation.config.region()}, found none: deploy it, or name its --region, --profile and --stack`,
    );
  }
}

function readDeployment(stackName: string, outputs: ReadonlyMap<string, string>, region: string): Deployment {
  const output = (name: string) => {
    const value = outputs.get(name);
    if (value) return value;
    throw new StackIncomplete(
      `Expected the output ${name} of the stack ${stackName} in ${region}, found ${[...outputs.keys()].join(', ') || 'no outputs'}`,
    );
  };
  return {
    region,
    rawBucket: output('RawBucket'),
    rawPrefix: output('RawPrefix'),
    thumbsBucket: output('ThumbsBucket'),
    thumbsPrefix: output('ThumbsPrefix'),
    photosTable: output('PhotosTable'),
    collectionId: output('CollectionId'),
    stateMachineArn: output('StateMachineArn'),
    reprocessMachineArn: outputs.get('ReprocessMachineArn'),
    settings: outputs.get('Settings'),
    paceTable: outputs.get('PaceTable'),
    searchesPerSecond: outputs.get('SearchesPerSecond'),
    uploadStarter: outputs.get('UploadStarter'),
  };
}
