import type { ClearStorageDataOptions, Session as ElectronSession } from "electron";
import type { CdpSession } from "../cdp/connection.ts";
import { createEvent, HostEmitter } from "../emitter.ts";
import { engine } from "../engine.ts";
import { NotProvided, refuseUnknownMembers, refusingObject } from "../refusals.ts";
import { denyPermissions } from "./permissions.ts";
import { Protocol } from "./protocol.ts";
import { WebRequest } from "./web-request.ts";

type CheckHandler = Parameters<ElectronSession["setPermissionCheckHandler"]>[0];
type RequestHandler = Parameters<ElectronSession["setPermissionRequestHandler"]>[0];
type DeviceHandler = Parameters<ElectronSession["setDevicePermissionHandler"]>[0];

/** Passed to a check handler, to make sure that it grants nothing that cannot be granted here. */
const samples = ["clipboard-read", "fullscreen", "geolocation", "media", "notifications", "openExternal"] as const;

/** A download, as `will-download` reports it; always refused. */
class RefusedDownload {
  readonly #url: string;
  readonly #name: string;

  constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
  }

  getURL(): string {
    return this.#url;
  }

  getFilename(): string {
    return this.#name;
  }

  getState(): "cancelled" {
    return "cancelled";
  }
}
refuseUnknownMembers("DownloadItem", RefusedDownload);

/** `session.defaultSession`. Every permission, device and download is denied, in Chromium itself. */
export class Session extends HostEmitter {
  readonly protocol = new Protocol();
  readonly webRequest = new WebRequest();

  constructor() {
    super("session", ["will-download"]);
  }

  /** @throws NotProvided for a handler that grants */
  setPermissionCheckHandler(handler: CheckHandler): void {
    for (const permission of samples) {
      if (handler?.(null, permission, "", { isMainFrame: true }) === true) {
        throw new NotProvided(`granting the permission "${permission}"`);
      }
    }
  }

  /** Requests are denied before a handler is asked. */
  setPermissionRequestHandler(_handler: RequestHandler): void {
    // Nothing to keep: see denyPermissions.
  }

  /** No document gets a device. */
  setDevicePermissionHandler(_handler: DeviceHandler): void {
    // Nothing to keep: a header of each document says so.
  }

  /** @throws NotProvided for true: there is no spell checker */
  setSpellCheckerEnabled(enable: boolean): void {
    if (enable) throw new NotProvided("the spell checker");
  }

  isSpellCheckerEnabled(): boolean {
    return false;
  }

  async clearCache(): Promise<void> {
    await Promise.all(engine.pages.map((page) => page.send("Network.clearBrowserCache")));
  }

  /** Clears what the open windows' origins have stored. @throws NotProvided for a selection, or without a window */
  async clearStorageData(options?: ClearStorageDataOptions): Promise<void> {
    if (options !== undefined) throw new NotProvided("a selection in clearStorageData");
    if (engine.pages.length === 0) throw new NotProvided("clearStorageData without a window");
    await Promise.all(engine.pages.map(clearStorage));
  }
}
refuseUnknownMembers("session", Session);

async function clearStorage(page: CdpSession): Promise<void> {
  const { frameTree } = await page.send("Page.getFrameTree");
  const origin = frameTree.frame.securityOrigin;
  await page.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
}

async function denyDownloads(browser: CdpSession): Promise<void> {
  browser.on("Browser.downloadWillBegin", ({ url, suggestedFilename }) => {
    defaultSession.emit("will-download", createEvent(), new RefusedDownload(url, suggestedFilename), null);
  });
  await browser.send("Browser.setDownloadBehavior", { behavior: "deny", eventsEnabled: true });
}

export const defaultSession = new Session();

engine.beforePages(async (browser) => {
  await Promise.all([denyPermissions(browser), denyDownloads(browser)]);
});

export const session = refusingObject("session", { defaultSession });
