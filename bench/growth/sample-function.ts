import { readFileSync } from 'node:fs';

/**
 * Any of the three Lambdas, answering at once with the sample payloads: for executions whose history counts and
 * not their work. GROWTH_FACES says how many faces a photo has; with GROWTH_THROTTLED no search ever succeeds.
 */
export async function handler({ face }: { face?: object }): Promise<unknown> {
  switch (process.env.AWS_LAMBDA_FUNCTION_NAME) {
    case 'DetectFaces':
      return { ...detected, faces: faces(Number(process.env.GROWTH_FACES)) };
    case 'CropAndSearch':
      if (process.env.GROWTH_THROTTLED) throw new Throttled('Provisioned Rate exceeded.');
      return { ...searched, ...face };
    default:
      return { ...recorded, status: 'MATCHED' };
  }
}

class Throttled extends Error {
  override name = 'ProvisionedThroughputExceededException' as const;
}

const detected = readSample<{ faces: object[] }>('detected-faces');
const searched = readSample<object>('searched-face');
const recorded = readSample<object>('recorded-photo');

const faces = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...detected.faces[0], idx: index + 1 }));

function readSample<Payload>(name: string): Payload {
  return JSON.parse(
    readFileSync(new URL(`../../statemachine/samples/${name}.json`, import.meta.url), 'utf8'),
  );
}
