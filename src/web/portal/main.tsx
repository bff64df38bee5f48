/** The portal application: forms, my cases, my file. Reading pages are the server's. */
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyDisplay } from './display.ts';

applyDisplay();
createRoot(document.getElementById('root')!).render(<App />);
