import { captureBuiltIns, makeBridge, makePacker, makeReceiver, makeUnpacker } from "./bridge.ts";
import { encodeLeaf, makeDecoder, makeEncoder } from "./codec.ts";
import { guardBrowserUi, guardClose, guardNavigation, reportSurroundings, reportTitle } from "./guards.ts";
import { makeIpcRenderer, makeListeners } from "./ipc-renderer.ts";
import { type PreloadFacts, runPreload } from "./preload-world.ts";

/** The isolated world that a preload runs in. */
export const preloadWorld = "countersign-preload";

const bridge = (key: string, role: "main" | "isolated", onTold: string): string =>
  `(${String(makeBridge)})(window,${JSON.stringify(key)},${JSON.stringify(role)},{builtIns:${String(captureBuiltIns)},` +
  `packer:${String(makePacker)},unpacker:${String(makeUnpacker)},receiver:${String(makeReceiver)},onTold:${onTold}})`;

/**
 * For the main world of every frame. `window.open` returns null; the top frame, which has one end of
 * the bridge, tells the main process.
 */
export const mainWorldSource = (key: string): string => `{
const tell = window === window.top ? ${bridge(key, "main", "() => {}")}.tell : () => {};
const { open } = { open(url = "", frameName = "", features = "") {
tell({ url: \`\${url}\`, frameName: \`\${frameName}\`, features: \`\${features}\` });
return null;
} };
Object.defineProperty(window, "open", { value: open, writable: false, configurable: false, enumerable: true });
}`;

const codecSource = `{encode:(${String(makeEncoder)})(base64,${String(encodeLeaf)}),decode:(${String(makeDecoder)})(base64)}`;

const guardsSource =
  `{navigation:${String(guardNavigation)},close:${String(guardClose)},` +
  `browserUi:${String(guardBrowserUi)},surroundings:${String(reportSurroundings)},title:${String(reportTitle)}}`;

/**
 * For the isolated world of the top frame.
 *
 * @param binding name of the function that Chromium adds there for calling the main process
 * @param preload source text of the preload, CommonJS
 */
export const preloadWorldSource = (
  key: string,
  binding: string,
  facts: PreloadFacts,
  preload: string | null,
): string => `if (window === window.top) {
const post = globalThis[${JSON.stringify(binding)}];
const base64 = { encode: (bytes) => bytes.toBase64(), decode: (text) => Uint8Array.fromBase64(text) };
const codec = ${codecSource};
const notify = (name, ...details) => post(codec.encode(["notice", 0, name, details]));
(${String(runPreload)})(window, ${JSON.stringify(facts)}, {
bridge: ${bridge(key, "isolated", '(details) => notify("open", details)')},
ipc: (${String(makeIpcRenderer)})(codec, post, (${String(makeListeners)})()),
notify,
guards: ${guardsSource},
}, ${preload === null ? "null" : preloadFunction(preload)});
}
//# sourceURL=countersign-preload.js`;

/** The preload as the source of a function, so that an invalid preload breaks nothing else. */
export const preloadFunction = (preload: string): string =>
  `function (require, module, exports, process) {${preload}\n}`;
