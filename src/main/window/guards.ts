import type { Session, WebContents } from "electron";
import type { Logger } from "#main/base/ports.ts";
import { appDocument, isAppUrl, isDocument } from "./door/origin.ts";

/** What a page may load: the console's own files, and pictures made in place. */
export function isAllowedRequest(url: string, devTools: boolean): boolean {
  if (isAppUrl(url) || url.startsWith("data:")) return true;
  return devTools && url.startsWith("devtools:");
}

const schemeOf = (url: string): string => url.slice(0, Math.max(0, url.indexOf(":"))).slice(0, 32);

/** No permission, no device, no download, no request that leaves this computer or the bundle. */
export function guardSession(session: Session, options: { devTools: boolean; logger: Logger }): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    options.logger.warn("permission refused", { permission });
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => {
    options.logger.warn("download refused");
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !isAllowedRequest(details.url, options.devTools);
    if (cancel) options.logger.warn("request refused", { scheme: schemeOf(details.url) });
    callback({ cancel });
  });
}

/**
 * The window stays on its document. Only loading that same document again is allowed, in the top frame; everything
 * else, including frames, redirects, windows and webviews, is refused.
 */
export function guardContents(contents: WebContents, logger: Logger, document = appDocument): void {
  const refuse = (what: string, url: string, event: { preventDefault(): void }) => {
    logger.warn(`${what} refused`, { scheme: schemeOf(url) });
    event.preventDefault();
  };
  contents.on("will-navigate", (event) => {
    if (!isDocument(event.url, document)) refuse("navigation", event.url, event);
  });
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame || !isDocument(event.url, document)) {
      refuse("frame navigation", event.url, event);
    }
  });
  contents.on("will-redirect", (event) => refuse("redirect", event.url, event));
  contents.on("will-attach-webview", (event) => refuse("webview", "", event));
  contents.setWindowOpenHandler((details) => {
    logger.warn("window refused", { scheme: schemeOf(details.url) });
    return { action: "deny" };
  });
}
