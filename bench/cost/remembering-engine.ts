import { createHash } from 'node:crypto';
import type { FaceEngine } from '@match-faces/local-aws/rekognition/face-engine.ts';

/** Asks the engine about a picture once; the second time the answer is there at once. */
export function remembering(engine: FaceEngine): FaceEngine {
  const remembered = <Answer>(ask: (image: Buffer, atMost?: number) => Promise<Answer>) => {
    const answers = new Map<string, Promise<Answer>>();
    return (image: Buffer, atMost?: number) => {
      const key = `${createHash('sha256').update(image).digest('hex')} ${atMost}`;
      const answer = answers.get(key) ?? ask(image, atMost);
      answers.set(key, answer);
      return answer;
    };
  };
  return {
    ...engine,
    detect: remembered((image) => engine.detect(image)),
    describe: remembered((image, atMost) => engine.describe(image, atMost)),
  };
}
