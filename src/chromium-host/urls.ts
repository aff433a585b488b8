/**
 * Chromium knows nothing of the app's own schemes, so `scheme://host/path` is shown to it as
 * `https://scheme.host.localhost/path`: a secure context with an origin of its own (RFC 6761 6.3
 * reserves `localhost`). The app never sees this form.
 */
const suffix = ".localhost";
const appUrl = /^([a-z][a-z0-9-]*):\/\/([a-z0-9.-]+)(\/[^]*|[?#][^]*|)$/iu;

/** @returns null when the scheme is not one of `schemes` */
export function toBrowserUrl(url: string, schemes: ReadonlySet<string>): string | null {
  const parts = appUrl.exec(url);
  const [, scheme = "", host = "", rest = ""] = parts ?? [];
  if (parts === null || !schemes.has(scheme.toLowerCase())) return null;
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  return new URL(`https://${scheme.toLowerCase()}.${host.toLowerCase()}${suffix}${path}`).href;
}

/** @returns null when the URL is not the browser's form of one of `schemes` */
export function toAppUrl(url: string, schemes: ReadonlySet<string>): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(url);
  if (protocol !== "https:" || port !== "" || username !== "" || password !== "") return null;
  if (!hostname.endsWith(suffix)) return null;
  const [scheme = "", ...host] = hostname.slice(0, -suffix.length).split(".");
  if (host.length === 0 || !schemes.has(scheme)) return null;
  return `${scheme}://${host.join(".")}${pathname}${search}${hash}`;
}

export const withoutFragment = (url: string): string => url.split("#", 1)[0] ?? url;
