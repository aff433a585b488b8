import type { WebPreferences } from "electron";
import { NotProvided } from "../refusals.ts";

/** Settings that have only one value here, the safe one. */
export const fixedPreferences = {
  allowRunningInsecureContent: false,
  contextIsolation: true,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  offscreen: false,
  plugins: false,
  sandbox: true,
  spellcheck: false,
  webSecurity: true,
  webviewTag: false,
} as const satisfies WebPreferences;

/** @throws NotProvided for a setting with any other value than the safe one */
export function checkWebPreferences(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(fixedPreferences)) {
    const asked = preferences[name as keyof typeof fixedPreferences];
    if (asked !== undefined && asked !== value)
      throw new NotProvided(`webPreferences.${name}: ${JSON.stringify(asked)}`);
  }
  for (const name of ["partition", "session", "webgl", "zoomFactor"] as const) {
    if (preferences[name] !== undefined) throw new NotProvided(`webPreferences.${name}`);
  }
}
