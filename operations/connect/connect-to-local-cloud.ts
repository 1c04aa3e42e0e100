import type { Deployment } from '../../statemachine/deployment.ts';
import type { Target, TargetOptions } from '../connect.ts';
import { createClients } from './clients.ts';

/** The local cloud that runs on the data folder or, when none does, a new one in this process. */
export async function connectToLocalCloud({ dataDir, recognises = true }: TargetOptions): Promise<Target> {
  // Loaded here: commands on AWS need none of it.
  const { findRunningCloud, startCloud } = await import('../../local/cloud.ts');
  const running = await findRunningCloud(dataDir);
  if (running) return reach('server', running);
  const startOnUpload = false;
  const cloud = await startCloud({ dataDir, startOnUpload, lazyEngine: !recognises });
  return reach('in-process', { ...cloud, startOnUpload }, () => cloud.close());
}

interface ReachableCloud {
  readonly endpoint: string;
  readonly startOnUpload: boolean;
  readonly deployment: Deployment;
}

function reach(
  kind: 'in-process' | 'server',
  { endpoint, startOnUpload, deployment }: ReachableCloud,
  stop = async () => {},
): Target {
  const { close, ...clients } = createClients({
    endpoint,
    region: deployment.region,
    ...nothingOfTheMachine,
  });
  return {
    kind,
    startOnUpload,
    ...clients,
    deployment,
    close: async () => {
      close();
      await stop();
    },
  };
}

/** Whatever AWS settings the machine has, a command without `--aws` reaches loopback, and no real key does. */
const nothingOfTheMachine = {
  credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  forcePathStyle: true,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
};
