import { refusingObject } from "../refusals.ts";
import { BrowserWindow } from "./browser-window.ts";
import { WebContents } from "./web-contents.ts";

const all = (): WebContents[] => BrowserWindow.getAllWindows().map((window) => window.webContents);

/** `webContents`, the module: the pages of all windows. */
export const webContents = refusingObject("webContents", {
  getAllWebContents: all,
  getFocusedWebContents: (): WebContents | null => BrowserWindow.getFocusedWindow()?.webContents ?? null,
  fromId: (id: number): WebContents | undefined => all().find((contents) => contents.id === id),
  /** Test drivers identify a page by this. */
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    all().find((contents) => WebContents.targetIdOf(contents) === targetId),
});
