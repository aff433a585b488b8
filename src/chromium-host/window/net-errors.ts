/** Chromium's network errors that can occur here, by name (net/base/net_error_list.h). */
const codes: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_UNEXPECTED: -9,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_BLOCKED_BY_RESPONSE: -27,
  ERR_BLOCKED_BY_CSP: -30,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INVALID_URL: -300,
  ERR_UNKNOWN_URL_SCHEME: -302,
};

/** A page did not load; has the shape of Electron's error. */
export class LoadError extends Error {
  readonly errno: number;
  readonly code: string;
  readonly url: string;

  /** @param text as Chromium gives it, for example "net::ERR_ABORTED" */
  constructor(text: string, url: string) {
    const code = text.replace(/^net::/u, "");
    const errno = codes[code] ?? -2;
    super(`${code} (${errno}) loading '${url}'`);
    this.errno = errno;
    this.code = code;
    this.url = url;
  }
}
