import type { Clipboard } from "electron";
import type { ClipboardPort } from "#main/base/ports.ts";

export const createClipboard = (clipboard: Pick<Clipboard, "readText" | "writeText" | "clear">): ClipboardPort => ({
  read: () => clipboard.readText(),
  write: (text) => clipboard.writeText(text),
  clear: async () => clipboard.clear(),
});
