import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const at = (path: string) => resolve(import.meta.dirname, path);

/**
 * Three bundles, the same on both runtimes. Only `dependencies` (native modules) stay outside the
 * main bundle; the preload is one CJS file because a sandboxed preload cannot load anything else.
 */
export default defineConfig({
  main: {
    build: {
      outDir: "out/main",
      rollupOptions: {
        input: {
          index: at("src/main/index.ts"),
          worker: at("src/main/jobs/worker.ts"),
          cli: at("src/cli/index.ts"),
          "chromium-host": at("src/chromium-host/register.ts"),
          "chromium-host-electron": at("src/chromium-host/electron.ts"),
        },
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at("src/preload/index.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: at("src/renderer"),
    plugins: [react()],
    build: {
      outDir: at("out/renderer"),
      minify: true,
      rollupOptions: {
        input: { index: at("src/renderer/index.html"), "user-side": at("src/renderer/user-side.html") },
      },
    },
  },
});
