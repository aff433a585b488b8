import { readFile } from "node:fs/promises";
import path from "node:path";
import { contentSecurityPolicy, createNonce, noncePlaceholder } from "./csp.ts";
import { localePlaceholder } from "./locale.ts";
import { isAppUrl } from "./door/origin.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

const headersOf = (type: string, nonce: string): Record<string, string> => ({
  "content-type": type,
  "content-security-policy": contentSecurityPolicy(nonce),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()",
  "cache-control": type.startsWith("text/html") ? "no-store" : "no-cache",
});

const refusal = (status: number, message: string, extra: Record<string, string> = {}): Response =>
  new Response(message, {
    status,
    headers: { ...headersOf("text/plain; charset=utf-8", createNonce()), ...extra },
  });

/**
 * The file that a request names, or null if it names none inside `root`. The check is on the decoded path: the URL
 * parser has already removed plain `..`, but not `%2e%2e%2f` and `\`.
 */
function fileOf(url: URL, root: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(url.pathname);
  } catch (cause) {
    if (cause instanceof URIError) return null;
    throw cause;
  }
  if (/[\0\\]/u.test(decoded) || decoded.split("/").includes("..")) return null;
  const file = path.join(root, decoded === "/" ? "index.html" : decoded);
  const inside = path.relative(root, file);
  if (inside === "" || inside.startsWith("..") || path.isAbsolute(inside)) return null;
  return file;
}

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "EISDIR");

/**
 * Answers `app://console/…` from one folder, and nothing else: 405 to any method but GET, 404 to
 * another host, a path outside the folder, an unknown kind of file or a missing one.
 *
 * @param root the renderer's bundle, absolute
 * @param locale a tag of BCP 47, for the documents' dates and numbers
 */
export function createAssetHandler(root: string, locale: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "GET") return refusal(405, "Only GET.", { allow: "GET" });
    if (!isAppUrl(request.url)) return refusal(404, "Not found.");
    const file = fileOf(new URL(request.url), root);
    const type = file === null ? undefined : types[path.extname(file).toLowerCase()];
    if (file === null || type === undefined) return refusal(404, "Not found.");
    const nonce = createNonce();
    try {
      const body = await readFile(file);
      const content =
        path.extname(file) === ".html"
          ? body.toString("utf8").replaceAll(noncePlaceholder, nonce).replaceAll(localePlaceholder, locale)
          : body;
      return new Response(content, { headers: headersOf(type, nonce) });
    } catch (cause) {
      if (isMissing(cause)) return refusal(404, "Not found.");
      throw cause;
    }
  };
}
