export const appScheme = "app";
const appHost = "console";

/** The document of the console's window. */
export const appDocument = `${appScheme}://${appHost}/index.html`;

/** The document of the window that a person being enrolled looks at. */
export const userSideDocument = `${appScheme}://${appHost}/user-side.html`;

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/**
 * Whether the console itself serves a URL. Protocol and host are compared, since the origin of a custom scheme is the
 * string "null" in Node.
 */
export function isAppUrl(url: string): boolean {
  const parsed = parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${appScheme}:` &&
    parsed.host === appHost &&
    parsed.username === "" &&
    parsed.password === ""
  );
}

/** Whether a URL is this document of the console's, whatever its query or fragment. `/` is `/index.html`. */
export function isDocument(url: string, document: string): boolean {
  const parsed = parse(url);
  if (!isAppUrl(url) || parsed === null) return false;
  return (parsed.pathname === "/" ? appDocument : `${appScheme}://${appHost}${parsed.pathname}`) === document;
}
