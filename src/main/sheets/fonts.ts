import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/**
 * DejaVu, embedded as a subset: PDF's standard fonts cover Western European letters only, these also Greek, Cyrillic
 * and the rest of Latin. They are data of a package, not modules, and are read when a page is made.
 */
export const fontFiles = {
  text: resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
  heading: resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
  code: resolve("dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf"),
} as const;

/** Drawn for a character that the typeface does not have. */
export const lacking = "\u25A1";
