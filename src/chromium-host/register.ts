/**
 * `node --import <this> <app>` makes `electron` the stand-in, for import and require. The stand-in is loaded only when
 * the app first asks for it, so worker threads, which inherit the flag, load nothing.
 */
import { registerHooks } from "node:module";
import { publishMarker } from "./marker.ts";

const names: ReadonlySet<string> = new Set(["electron", "electron/main", "electron/common"]);
const isSource = import.meta.url.endsWith(".ts");
const url = new URL(isSource ? "./electron.ts" : "./chromium-host-electron.js", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    names.has(specifier) ? { url, shortCircuit: true } : next(specifier, context),
});
publishMarker();
