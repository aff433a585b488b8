import { WindowRegistry } from "./registry.ts";

/** The app's windows. The app closes them; BrowserWindow adds and removes them. */
export const allWindows = new WindowRegistry<object>();
