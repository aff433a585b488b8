import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { Plugin, Rollup } from "vite";

/** Everything that a page loads before it is shown. */
function firstModules(bundle: Rollup.OutputBundle): Set<string> {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const modules = new Set<string>();
  const add = (chunk: Rollup.OutputChunk): void => {
    for (const id of chunk.moduleIds) modules.add(id);
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") add(imported);
    }
  };
  for (const chunk of chunks) if (chunk.isEntry) add(chunk);
  return modules;
}

/**
 * The first screen brings the styles of its own parts only (src/renderer/ui/first-styles.ts). The build ends with an
 * error that names a part whose styles are missing there.
 */
export const firstStyles: Plugin = {
  name: "first-styles",
  apply: "build",
  generateBundle(_options, bundle) {
    const modules = firstModules(bundle);
    const sheets = [...modules].flatMap((id) => {
      const [, library, part] = /^(.*)\/esm\/components\/.*\/(\w+)\.module\.mjs$/u.exec(id) ?? [];
      return part === undefined ? [] : [`${library}/styles/${part}.layer.css`];
    });
    const missing = sheets.filter((sheet) => existsSync(sheet) && !modules.has(sheet)).map((sheet) => basename(sheet));
    if (missing.length > 0) {
      this.error(`src/renderer/ui/first-styles.ts lacks ${missing.join(", ")}.`);
    }
  },
};
