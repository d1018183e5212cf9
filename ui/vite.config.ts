import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `$api` is the window's commands; tests and `npm run dev` put a book made of examples in their place. */
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), svelteTesting()],
  resolve: {
    alias: {
      $api: here(['test', 'examples'].includes(mode) ? './src/examples/api.ts' : './src/lib/api.ts'),
    },
  },
  server: { port: 1420, strictPort: true, fs: { allow: ['.', '../crates/charts/fonts'] } },
  // Safari 16.4 stands for WebKitGTK and WKWebView, Chromium 111 for WebView2.
  build: { target: ['safari16.4', 'chrome111'], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'], testTimeout: 30_000 },
}));
