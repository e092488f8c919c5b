import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

// The running guitai that answers while the pages are being worked on.
const origin = process.env['GUITAI_ORIGIN'] ?? 'http://localhost:8080';

// Each page is an entry of its own, so that /till/, /display/, /terminal/, /shop/, /host/ and /sandbox/ are plain files to the server.
export default defineConfig({
  base: '/',
  plugins: [react()],
  resolve: { alias: { '@shared': path('src/shared'), '@generated': path('src/generated') } },
  server: {
    proxy: { '^/(till|display|terminal|shop|host|sandbox)/api/': { target: origin, changeOrigin: true } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined assets would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: {
        till: path('till/index.html'),
        display: path('display/index.html'),
        terminal: path('terminal/index.html'),
        shop: path('shop/index.html'),
        host: path('host/index.html'),
        sandbox: path('sandbox/index.html'),
      },
    },
  },
});
