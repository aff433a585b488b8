import type { OnBeforeRequestListenerDetails } from "electron";
import type Protocol from "devtools-protocol";
import { type CdpSession, CommandFailed, PipeClosed } from "../cdp/connection.ts";
import { messageOf, warn } from "../log.ts";
import { Protocol as Schemes } from "../session/protocol.ts";
import type { Session } from "../session/session.ts";
import { WebRequest } from "../session/web-request.ts";
import { toAppUrl } from "../urls.ts";

type Paused = Protocol.Fetch.RequestPausedEvent;
type FailReason = Protocol.Network.ErrorReason;

export interface NavigationAttempt {
  /** In the app's form. */
  url: string;
  /** In Chromium's form. */
  browserUrl: string;
  isMainFrame: boolean;
  isRedirect: boolean;
}

export interface RequestRules {
  readonly session: Session;
  readonly webContentsId: number;
  readonly mainFrameId: string;
  /** Asks the app's navigation handlers. */
  readonly mayNavigate: (attempt: NavigationAttempt) => boolean;
  /** Called before the top document's answer goes to Chromium. */
  readonly onDocument: (status: number, statusText: string) => void;
}

const electronTypes: Readonly<Record<string, OnBeforeRequestListenerDetails["resourceType"]>> = {
  Document: "mainFrame",
  Stylesheet: "stylesheet",
  Script: "script",
  Image: "image",
  Font: "font",
  XHR: "xhr",
  Fetch: "xhr",
  Ping: "ping",
  CSPViolationReport: "cspReport",
  Media: "media",
  WebSocket: "webSocket",
};

const resourceType = (event: Paused, isMainFrame: boolean): OnBeforeRequestListenerDetails["resourceType"] =>
  event.resourceType === "Document" && !isMainFrame ? "subFrame" : (electronTypes[event.resourceType] ?? "other");

/** Whether the page that asked, or Chromium, closed before the answer. */
const isGone = (cause: unknown): boolean => cause instanceof PipeClosed || cause instanceof CommandFailed;

/** No document gets a device, whatever the app's own header says (Permissions Policy 5.2: the last one counts). */
const noDevices = { name: "permissions-policy", value: "bluetooth=(), hid=(), serial=(), usb=()" };

/** Chromium requests an icon without being asked; Electron does not, and no handler expects it. */
const isIconOfTheBrowsers = ({ resourceType: type, request }: Paused): boolean =>
  type === "Other" && new URL(request.url).pathname === "/favicon.ico";

function requestBody({ request }: Paused): Uint8Array<ArrayBuffer> | null {
  if (request.postDataEntries === undefined) return null;
  return Buffer.concat(request.postDataEntries.map(({ bytes }) => Buffer.from(bytes ?? "", "base64")));
}

/** Answers every request of one page: from the app's protocol handlers, or not at all. */
export class Requests {
  readonly #page: CdpSession;
  readonly #rules: RequestRules;

  constructor(page: CdpSession, rules: RequestRules) {
    this.#page = page;
    this.#rules = rules;
  }

  listen(): void {
    this.#page.on("Fetch.requestPaused", (event) => {
      this.#answer(event).catch((cause: unknown) => {
        if (!isGone(cause)) warn(`a request could not be answered: ${messageOf(cause)}`);
      });
    });
  }

  get #schemes(): ReadonlySet<string> {
    return Schemes.schemesOf(this.#rules.session.protocol);
  }

  async #answer(event: Paused): Promise<void> {
    const { session, mainFrameId } = this.#rules;
    if (isIconOfTheBrowsers(event)) return this.#fulfil(event, new Response(null, { status: 204 }));
    const url = toAppUrl(event.request.url, this.#schemes) ?? event.request.url;
    const isMainFrame = event.frameId === mainFrameId;
    const isDocument = event.resourceType === "Document";
    const attempt = {
      url,
      browserUrl: event.request.url,
      isMainFrame,
      isRedirect: event.redirectedRequestId !== undefined,
    };
    if (isDocument && !this.#rules.mayNavigate(attempt)) return this.#fail(event, "Aborted");
    const handler = Schemes.handlerOf(session.protocol, url);
    const isAllowed = await WebRequest.allows(session.webRequest, this.#details(event, url, isMainFrame));
    if (!isAllowed || handler === undefined) {
      // Refusing a document leaves the current one in place; refusing anything else is an error.
      return this.#fail(event, isDocument && isMainFrame ? "Aborted" : "BlockedByClient");
    }
    let response: Response;
    try {
      response = await handler(this.#request(event, url));
    } catch (cause) {
      warn(`the handler of ${url} failed: ${messageOf(cause)}`);
      return this.#fail(event, "Failed");
    }
    if (response.type === "error") return this.#fail(event, "Failed");
    if (isDocument && isMainFrame) this.#rules.onDocument(response.status, response.statusText);
    await this.#fulfil(event, response);
  }

  #details(event: Paused, url: string, isMainFrame: boolean): OnBeforeRequestListenerDetails {
    const referrer = event.request.headers["Referer"] ?? "";
    return {
      id: 0,
      url,
      method: event.request.method,
      webContentsId: this.#rules.webContentsId,
      resourceType: resourceType(event, isMainFrame),
      referrer: toAppUrl(referrer, this.#schemes) ?? referrer,
      timestamp: Date.now(),
      uploadData: [],
    };
  }

  #request(event: Paused, url: string): Request {
    const headers = new Headers(event.request.headers);
    for (const name of ["origin", "referer"]) {
      const value = headers.get(name);
      const mapped = value === null ? null : toAppUrl(value, this.#schemes);
      if (mapped !== null) headers.set(name, name === "origin" ? mapped.replace(/\/$/u, "") : mapped);
    }
    return new Request(url, { method: event.request.method, headers, body: requestBody(event) });
  }

  async #fulfil(event: Paused, response: Response): Promise<void> {
    const headers = [...response.headers].map(([name, value]) => ({ name, value }));
    if (event.resourceType === "Document") headers.push(noDevices);
    const body = Buffer.from(await response.arrayBuffer()).toString("base64");
    await this.#page.send("Fetch.fulfillRequest", {
      requestId: event.requestId,
      responseCode: response.status,
      responseHeaders: headers,
      body,
    });
  }

  async #fail(event: Paused, errorReason: FailReason): Promise<void> {
    await this.#page.send("Fetch.failRequest", { requestId: event.requestId, errorReason });
  }
}
