import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { folderOf } from './package-folder.ts';

/** What the nets compute on: WebAssembly with SIMD, one thread. */
export async function startBackend(): Promise<void> {
  setWasmPaths(`${folderOf('@tensorflow/tfjs-backend-wasm')}/dist/`);
  await withoutNewExceptionListeners(async () => {
    if (!(await tf.setBackend('wasm'))) throw new Error('Expected the wasm backend to start, it did not');
    await tf.ready();
  });
}

/** The wasm backend adds listeners that throw every uncaught error again, past the process's own: take them off. */
async function withoutNewExceptionListeners(start: () => Promise<void>): Promise<void> {
  const uncaught = new Set(process.listeners('uncaughtException'));
  const unhandled = new Set(process.listeners('unhandledRejection'));
  await start();
  for (const listener of process.listeners('uncaughtException')) {
    if (!uncaught.has(listener)) process.removeListener('uncaughtException', listener);
  }
  for (const listener of process.listeners('unhandledRejection')) {
    if (!unhandled.has(listener)) process.removeListener('unhandledRejection', listener);
  }
}
