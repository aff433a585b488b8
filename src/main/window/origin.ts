export const appScheme = "app";
const appHost = "console";

/** The one document of the window. */
export const appDocument = `${appScheme}://${appHost}/index.html`;

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/**
 * Whether a URL is served by the console itself. Protocol and host are compared, since the origin of
 * a custom scheme is the string "null" in Node.
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

/** Whether a URL is the console's own document, whatever its query or fragment. */
export function isAppDocument(url: string): boolean {
  const parsed = parse(url);
  return isAppUrl(url) && parsed !== null && (parsed.pathname === "/" || parsed.pathname === "/index.html");
}
