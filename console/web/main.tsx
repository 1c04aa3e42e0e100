import '@cloudscape-design/global-styles/index.css';
import './shell/shell.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { RequestFailed } from '../api/client.ts';
import { App } from './app.tsx';

// Otherwise it would try to compile its schemas, which the page's policy forbids and the browser reports.
z.config({ jitless: true });

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What was refused is refused again; a server that is starting is not.
      retry: (failures, error) => failures < 3 && !(error instanceof RequestFailed && error.status >= 400),
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
