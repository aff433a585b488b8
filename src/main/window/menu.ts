import type { MenuItemConstructorOptions } from "electron";

/**
 * Only what people expect of any window. No reload: it would end running work without asking.
 *
 * @param platform `process.platform`
 */
export function menuTemplate(platform: NodeJS.Platform, devTools: boolean): MenuItemConstructorOptions[] {
  const quit: MenuItemConstructorOptions = { role: "quit", accelerator: "CmdOrCtrl+Q" };
  return [
    platform === "darwin"
      ? { role: "appMenu" }
      : { label: "File", submenu: [{ role: "close" }, { type: "separator" }, quit] },
    {
      label: "Edit",
      submenu: [
        { role: "undo" },
        { role: "redo" },
        { type: "separator" },
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll" },
      ],
    },
    {
      label: "View",
      submenu: [
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
        ...(devTools ? [{ role: "toggleDevTools" } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    { label: "Window", submenu: [{ role: "minimize" }, { role: "zoom" }] },
  ];
}
