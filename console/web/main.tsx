import '@cloudscape-design/global-styles/index.css';
import './shell/shell.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';
import { RequestFailed } from '../api/client.ts';
import { App } from './app.tsx';

// Otherwise it would try to compile its schemas, which the page's policy forbids and the browser reports.
z.config({ jitless: true });

const queries = new QueryClient({
  defaultOptions: {
    // The server is on this machine, whether there is a network or not.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      // What was refused is refused again. That no server answers is said at once; it is looked for again by itself.
      retry: (failures, error) => failures < 3 && !(error instanceof RequestFailed),
    },
  },
});

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
