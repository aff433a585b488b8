import type { CallbackResponse, OnBeforeRequestListenerDetails, WebRequestFilter } from "electron";
import { NotProvided, refuseUnknownMembers } from "../refusals.ts";

type Listener = (details: OnBeforeRequestListenerDetails, callback: (response: CallbackResponse) => void) => void;

/**
 * A match pattern as in Chrome's extensions (`app://console/*`, `*://*` + `/*`, `<all_urls>`).
 *
 * @throws TypeError when it is not one
 */
export function matchPattern(pattern: string): (url: string) => boolean {
  if (pattern === "<all_urls>") return () => true;
  const [, scheme = "", host = "", path = ""] = /^(\*|[a-z][a-z0-9+.-]*):\/\/([^/]*)(\/.*)$/u.exec(pattern) ?? [];
  if (scheme === "") throw new TypeError(`Invalid url pattern ${pattern}`);
  const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
  const anything = (text: string): string => text.split("*").map(escape).join(".*");
  const hosts = host.startsWith("*.") ? `(?:[^/]+\\.)?${escape(host.slice(2))}` : host === "*" ? "[^/]*" : escape(host);
  const expression = new RegExp(
    `^${scheme === "*" ? "[a-z][a-z0-9+.-]*" : escape(scheme)}://${hosts}${anything(path)}$`,
    "u",
  );
  return (url) => expression.test(url.split("#", 1)[0] ?? url);
}

/** `session.webRequest`: the one hook in use, which can cancel a request before it starts. */
export class WebRequest {
  #listener: Listener | null = null;
  #matches: (url: string) => boolean = () => true;

  onBeforeRequest(filter: WebRequestFilter, listener: Listener | null): void;
  onBeforeRequest(listener: Listener | null): void;
  onBeforeRequest(first: WebRequestFilter | Listener | null, second?: Listener | null): void {
    if (typeof first === "function" || first === null) {
      this.#matches = () => true;
      this.#listener = first;
      return;
    }
    const included = first.urls.map(matchPattern);
    const excluded = (first.excludeUrls ?? []).map(matchPattern);
    this.#matches = (url) =>
      (included.length === 0 || included.some((matches) => matches(url))) && !excluded.some((matches) => matches(url));
    this.#listener = second ?? null;
  }

  /** @returns whether the request may proceed. @throws NotProvided when the listener redirects */
  static async allows(webRequest: WebRequest, details: OnBeforeRequestListenerDetails): Promise<boolean> {
    const listener = webRequest.#listener;
    if (listener === null || !webRequest.#matches(details.url)) return true;
    const response = await new Promise<CallbackResponse>((resolve) => listener(details, resolve));
    if (response.redirectURL !== undefined) throw new NotProvided("redirectURL of webRequest.onBeforeRequest");
    return response.cancel !== true;
  }
}
refuseUnknownMembers("session.webRequest", WebRequest);
