// Bundles the app for Electron: main with the engine's host beside it, the sandboxed preload, the page.

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { rememberPackages } from './scripts/bundled-packages.mjs';

/** Loaded from node_modules at run time: native code, and servers that load their plugins by name. */
const notBundled = [
  'electron',
  /^electron\/.+/,
  'better-sqlite3',
  'onnxruntime-node',
  'sharp',
  'electron-updater',
  'fastify',
  /^@fastify\//,
  'fastify-type-provider-zod',
];

/** The oldest Electron the app must run on is 33: Node 20.18, Chromium 130. */
const oldestNode = 'node20.18';
const oldestChromium = 'chrome130';

export default defineConfig({
  main: {
    plugins: [rememberPackages('main')],
    build: {
      outDir: 'out',
      // The preload and the page are built into the same folder; scripts/build.mjs empties it first.
      emptyOutDir: false,
      target: oldestNode,
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: { 'main/index': 'main/index.ts', 'engine/worker': 'engine/worker.ts' },
        external: notBundled,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [rememberPackages('preload')],
    build: {
      outDir: 'out/preload',
      target: oldestNode,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'preload/index.ts' },
        external: ['electron'],
        // A sandboxed preload script cannot be a module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss(), rememberPackages('renderer')],
    build: {
      outDir: 'out/renderer',
      target: oldestChromium,
      // The content security policy knows no data: addresses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: 'renderer/index.html' } },
    },
    server: { host: '127.0.0.1' },
  },
});
