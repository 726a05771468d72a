import '@mantine/core/styles.css';
import './console.css';
import './work.css';
import './outreach.css';
import './sources.css';
import './rules.css';
import './proof.css';
import './day.css';
import './care.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { AppRoutes, createQueryClient, Providers } from './app.js';

// The scroll lock of dialogs writes a style tag and looks for its nonce under this name.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
Object.assign(globalThis, { __webpack_nonce__: nonce });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <Providers client={createQueryClient()}>
      <BrowserRouter>
        <AppRoutes />
      </BrowserRouter>
    </Providers>
  </StrictMode>,
);
