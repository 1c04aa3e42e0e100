import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { fontFiles } from './font-files.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A console that runs: `npx vite console/web` shows changes of the page at once, and asks that one. */
const running = process.env.CONSOLE_URL ?? 'http://127.0.0.1:4511';

export default defineConfig({
  root: here('.'),
  // The server answers only its own page.
  server: { proxy: { '/api': { target: running, changeOrigin: true, headers: { origin: running } } } },
  plugins: [fontFiles()],
  build: {
    target: 'es2022',
    // The page's policy lets no data: address through.
    assetsInlineLimit: 0,
    // Cloudscape marks each of its modules for React's server components, of which there are none here.
    rolldownOptions: {
      onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log),
    },
  },
});
