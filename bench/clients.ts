import type { Cloud } from '../local/cloud.ts';
import { createClients } from '../operations/connect/clients.ts';

/** Clients of a local cloud. */
export const clientsOf = ({ endpoint, deployment: { region } }: Pick<Cloud, 'endpoint' | 'deployment'>) =>
  createClients({
    endpoint,
    region,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    forcePathStyle: true,
  });
