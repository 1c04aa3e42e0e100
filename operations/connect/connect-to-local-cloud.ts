import { accountOf } from '../../statemachine/deployment.ts';
import { createClients } from './clients.ts';
import type { Target, TargetOptions } from './target.ts';

/** The local cloud that runs on the data folder or, when none does, a new one in this process. */
export async function connectToLocalCloud(options: TargetOptions): Promise<Target & AsyncDisposable> {
  const { dataDir, recognises = true } = options;
  // Loaded here: commands on AWS need none of it.
  const { findRunningCloud, startCloud } = await import('../../local/cloud.ts');
  const running = await findRunningCloud(dataDir);
  if (running) return reach('server', { ...running, options });
  const startOnUpload = false;
  const cloud = await startCloud({ dataDir, startOnUpload, lazyEngine: !recognises });
  return reach('in-process', { ...cloud, startOnUpload, options }, () => cloud.close());
}

function reach(
  kind: 'in-process' | 'server',
  {
    endpoint,
    startOnUpload,
    deployment,
    options,
  }: { endpoint: string } & Pick<Target, 'startOnUpload' | 'deployment' | 'options'>,
  stop = async () => {},
): Target & AsyncDisposable {
  const { region } = deployment;
  const { close: letGo, ...clients } = createClients({
    endpoint,
    region,
    bucketOwner: accountOf(deployment),
    ...nothingOfTheMachine,
  });
  const close = async () => {
    letGo();
    await stop();
  };
  return { kind, startOnUpload, ...clients, deployment, options, close, [Symbol.asyncDispose]: close };
}

/** Whatever AWS settings the machine has, a command without `--aws` reaches loopback, and no real key does. */
const nothingOfTheMachine = {
  credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  forcePathStyle: true,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
};
