import { fileURLToPath } from 'node:url';
import { mostSeconds } from '../../examples/index-faces/work-off.ts';
import type { LocalFunction } from '../../local-aws/lambda/local-function.ts';

/** The example as the local cloud plugs it into IndexFacesHook. */
export const indexFacesFunction: LocalFunction = {
  handlerFile: fileURLToPath(new URL('../../examples/index-faces/handler.ts', import.meta.url)),
  timeoutSeconds: mostSeconds,
  memoryMB: 256,
  // No face is hidden here.
  environment: { INDEX_FACES_SETTLE_SECONDS: '0' },
};
