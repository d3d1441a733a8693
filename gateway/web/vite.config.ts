import { defineConfig } from "vite";

// The gateway's policy allows no inline script and no data: font or module, so nothing is inlined.
export default defineConfig({
  build: { outDir: "../target/web", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
