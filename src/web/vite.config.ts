/**
 * Two applications, two shells: the portal (phones, no component library) and the workbench. Each is built by itself (tools/build-web.ts names
 * the shell), so that no chunk of one carries what only the other needs.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Calls at the top of the shape files make validators; without them a browser needs neither the shapes nor the library behind them. */
const PURE = [
  'z',
  'z.object',
  'z.strictObject',
  'z.string',
  'z.int',
  'z.enum',
  'z.uuid',
  'z.array',
  'z.boolean',
  'formatted',
  'choice',
  'defineErrors',
];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  plugins: [react()],
  logLevel: 'warn',
  build: {
    outDir: '../../dist/web',
    emptyOutDir: false,
    // 老手机：2021年以后的浏览器
    target: ['chrome87', 'safari14'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      input: { portal: `${import.meta.dirname}/portal.html`, workbench: `${import.meta.dirname}/workbench.html` },
      treeshake: { manualPureFunctions: PURE },
    },
  },
});
