import type { Cloud } from '../local/cloud.ts';
import { createClients } from '../operations/connect/clients.ts';
import { accountOf } from '../statemachine/deployment.ts';

/** Clients of a local cloud. */
export const clientsOf = ({ endpoint, deployment }: Pick<Cloud, 'endpoint' | 'deployment'>) =>
  createClients({
    endpoint,
    region: deployment.region,
    bucketOwner: accountOf(deployment),
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    forcePathStyle: true,
  });
