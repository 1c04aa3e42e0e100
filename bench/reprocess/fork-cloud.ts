import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { localDeployment } from '../../local/deployment.ts';
import { clientsOf } from '../clients.ts';
import type { CloudState } from './cloud-process.ts';

export interface CloudContents {
  readonly dataDir: string;
  readonly photos: number;
  /** In each. */
  readonly faces: number;
  /** Part of the calls to Rekognition that is throttled. */
  readonly throttled?: number;
}

/** A local cloud in a process of its own, that can be killed. */
export async function forkCloud({ dataDir, photos, faces, throttled = 0 }: CloudContents) {
  const script = path.join(import.meta.dirname, 'cloud-process.ts');
  const args = [dataDir, photos, faces, throttled].map(String);
  const process = fork(script, args, { execArgv: ['--expose-gc'] });
  const { endpoint, memory } = await nextState(process);
  const clients = clientsOf({ endpoint, deployment: localDeployment });
  const end = async (how: () => void) => {
    const ended = once(process, 'exit');
    if (process.connected) how();
    clients.close();
    await ended;
  };
  return {
    ...clients,
    memory,
    async measure() {
      process.send('measure');
      return (await nextState(process)).memory;
    },
    kill: () => end(() => process.kill('SIGKILL')),
    close: () => end(() => process.send('close')),
  };
}

async function nextState(cloud: ChildProcess): Promise<CloudState> {
  const ended = once(cloud, 'exit').then(([code]) => {
    throw new Error(`Expected the local cloud to run, but it ended with ${code}`);
  });
  const [state] = await Promise.race([once(cloud, 'message'), ended]);
  return state as CloudState;
}
