import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { build, type Plugin } from "vite";
import { firstStyles } from "./scripts/lib/first-styles.ts";

const at = (path: string) => resolve(import.meta.dirname, path);

const page = (input: string) => ({
  outDir: at("out/renderer"),
  minify: true,
  chunkSizeWarningLimit: 1000,
  rollupOptions: { input: at(input) },
});

/**
 * The user's side is built apart. In one build with the console's page, what both use would become chunks of
 * their own, and the console's start would wait for each of them.
 */
const userSide: Plugin = {
  name: "user-side",
  apply: "build",
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: "warn",
      root: at("src/renderer"),
      base: "./",
      plugins: [react()],
      build: { ...page("src/renderer/user-side.html"), emptyOutDir: false },
    });
  },
};

/** A large table of data is one text in the bundle, not thousands of names that each start would declare. */
const json = { namedExports: false };

/**
 * Three bundles, the same on both runtimes. Only `dependencies` (native modules) stay outside the
 * main bundle; the preload is one CJS file because a sandboxed preload cannot load anything else.
 */
export default defineConfig({
  main: {
    json,
    build: {
      outDir: "out/main",
      rollupOptions: {
        input: {
          index: at("src/main/index.ts"),
          worker: at("src/main/worker.ts"),
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
    plugins: [react(), firstStyles, userSide],
    build: page("src/renderer/index.html"),
  },
});
