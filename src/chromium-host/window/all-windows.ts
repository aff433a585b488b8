import { type ManagedWindow, WindowRegistry } from "./registry.ts";

export type { ManagedWindow };

/** The app's windows. The app closes them; BrowserWindow adds and removes them. */
export const allWindows = new WindowRegistry<object>();
