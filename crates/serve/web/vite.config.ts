import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

declare const process: { env: Record<string, string | undefined> };

const server = process.env.TRUCE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../web-dist',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
  // The server refuses changes that come from another site: the proxy speaks as a page of the server itself.
  server: { proxy: { '/api': { target: server, changeOrigin: true, headers: { origin: server, 'sec-fetch-site': 'same-origin' } } } },
});
