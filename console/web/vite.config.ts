import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { fontFiles } from './font-files.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [fontFiles()],
  build: {
    outDir: here('../dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The page's policy lets no data: address through but an image's.
    assetsInlineLimit: 0,
    // Cloudscape marks each of its modules for React's server components, of which there are none here.
    rolldownOptions: {
      onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log),
    },
  },
});
