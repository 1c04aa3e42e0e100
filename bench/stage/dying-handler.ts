import { handler as stage } from '../../examples/index-faces/handler.ts';

/** Of ten holders of the lease, which are there for some seconds, about three die of it. */
const share = 0.3;
const longestLife = 8_000;

/** The example in a sandbox that is lost now and then. */
export async function handler(event: unknown): Promise<unknown> {
  const death = Math.random() < share && setTimeout(() => process.exit(1), Math.random() * longestLife);
  try {
    return await stage(event);
  } finally {
    if (death) clearTimeout(death);
  }
}
