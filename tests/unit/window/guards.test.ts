import { EventEmitter } from "node:events";
import type { Session, WebContents, WindowOpenHandlerResponse } from "electron";
import { beforeEach, describe, expect, it } from "vitest";
import { guardContents, guardSession, isAllowedRequest } from "#main/window/guards.ts";
import { recordingLogger } from "./support.ts";

const event = (fields: object = {}) => ({
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
  ...fields,
});

/** Keeps the handlers that were set, so that each can be asked. */
class RecordedSession extends EventEmitter {
  onRequest?: (permission: string) => boolean;
  onCheck?: () => boolean;
  onDevice?: () => boolean;
  onBeforeRequest?: (url: string) => boolean;

  readonly webRequest = {
    onBeforeRequest: (
      listener: (details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void,
    ) => {
      this.onBeforeRequest = (url) => {
        let cancelled = false;
        listener({ url }, ({ cancel }) => {
          cancelled = cancel;
        });
        return cancelled;
      };
    },
  };

  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (granted: boolean) => void) => void,
  ): void {
    this.onRequest = (permission) => {
      let granted = true;
      handler(null, permission, (answer) => {
        granted = answer;
      });
      return granted;
    };
  }

  setPermissionCheckHandler(handler: () => boolean): void {
    this.onCheck = handler;
  }

  setDevicePermissionHandler(handler: () => boolean): void {
    this.onDevice = handler;
  }
}

describe("the session", () => {
  const logger = recordingLogger();
  const session = new RecordedSession();
  guardSession(session as unknown as Session, { devTools: false, logger });

  it.each(["media", "geolocation", "notifications", "clipboard-read", "usb", "openExternal", "fullscreen"])(
    "grants no %s",
    (permission) => expect(session.onRequest?.(permission)).toBe(false),
  );

  it("answers every permission check with no", () => expect(session.onCheck?.()).toBe(false));

  it("gives no device", () => expect(session.onDevice?.()).toBe(false));

  it("downloads nothing", () => {
    const download = event();
    session.emit("will-download", download);
    expect(download.defaultPrevented).toBe(true);
  });

  it.each([
    "http://example.org/",
    "https://example.org/a.js",
    "ws://localhost:1/",
    "wss://example.org/",
    "file:///etc/passwd",
    "ftp://example.org/",
    "blob:https://example.org/1",
    "chrome://gpu",
    "chrome-extension://abc/x.js",
    "devtools://devtools/bundled/x.html",
    "app://other/index.html",
    "javascript:alert(1)",
  ])("cancels %s", (url) => {
    const before = logger.lines.length;
    expect(session.onBeforeRequest?.(url)).toBe(true);
    expect(logger.lines.slice(before)).toMatchObject([{ message: "request refused" }]);
  });

  it.each(["app://console/index.html", "app://console/assets/a.js", "data:image/png;base64,AA=="])(
    "lets %s through",
    (url) => expect(session.onBeforeRequest?.(url)).toBe(false),
  );

  it("lets the developer tools load only where they are allowed", () => {
    expect(isAllowedRequest("devtools://devtools/bundled/x.html", true)).toBe(true);
  });

  it("logs the scheme of a refused address and not the address", () => {
    session.onBeforeRequest?.("https://example.org/?seed=JBSWY3DPEHPK3PXP");
    expect(logger.lines.at(-1)?.facts).toEqual({ scheme: "https" });
  });
});

describe("the contents", () => {
  let contents: EventEmitter & { open?: (details: { url: string }) => WindowOpenHandlerResponse };

  beforeEach(() => {
    contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse) {
        contents.open = handler;
      },
    });
    guardContents(contents as unknown as WebContents, recordingLogger());
  });

  const prevented = (name: string, fields: object): boolean => {
    const navigation = event(fields);
    contents.emit(name, navigation);
    return navigation.defaultPrevented;
  };

  it.each([
    "https://example.org/",
    "file:///etc/passwd",
    "data:text/html,x",
    "about:blank",
    "app://other/",
    "app://console/assets/a.svg",
  ])("do not navigate to %s", (url) => {
    expect(prevented("will-navigate", { url, isMainFrame: true })).toBe(true);
    expect(prevented("will-frame-navigate", { url, isMainFrame: true })).toBe(true);
  });

  it("load their own document again", () => {
    const fields = { url: "app://console/index.html#/users", isMainFrame: true };
    expect(prevented("will-navigate", fields)).toBe(false);
    expect(prevented("will-frame-navigate", fields)).toBe(false);
  });

  it("let no frame navigate, not even to the own document", () => {
    const fields = { url: "app://console/index.html", isMainFrame: false };
    expect(prevented("will-frame-navigate", fields)).toBe(true);
  });

  it("follow no redirect", () => {
    expect(prevented("will-redirect", { url: "app://console/index.html" })).toBe(true);
  });

  it("attach no webview", () => expect(prevented("will-attach-webview", {})).toBe(true));

  it.each(["https://example.org/", "about:blank", "app://console/index.html"])("open no window for %s", (url) =>
    expect(contents.open?.({ url })).toEqual({ action: "deny" }),
  );
});
