import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.{test,contract}.ts'],
    // A file with a face engine of its own takes two cores and 1 GB.
    maxWorkers: 2,
    // Commands in processes of their own start in half the time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'match-faces-compiled') },
    // Generous: inference shares the machine's cores with everything else. No test waits on purpose.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
