import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/**
 * DejaVu, embedded as a subset: PDF's standard fonts know Western European letters only, these also
 * Greek, Cyrillic and the rest of Latin. They are data of packages, not modules, and read when a
 * page is made.
 */
export const fontFiles = {
  text: resolve("@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2"),
  heading: resolve("@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff2"),
  code: resolve("@fontsource/dejavu-mono/files/dejavu-mono-latin-700-normal.woff2"),
} as const;
