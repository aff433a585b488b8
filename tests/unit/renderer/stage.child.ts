import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { type BrowserServer, chromium } from "playwright-core";
import { build } from "vite";
import { contentSecurityPolicy, createNonce, noncePlaceholder } from "../../../src/main/window/csp.ts";
import { findChromium, findOnPath } from "../../../src/chromium-host/browser/executable.ts";

/*
 * One process a run: it builds the window, serves it on the loopback and starts a browser, all when the first test file
 * asks for them (`/stage`). It ends when its parent lets go of it.
 */

/** What the test files share. */
export interface SharedStage {
  /** Where the window's page is. */
  origin: string;
  /** Where Playwright's browser server listens. */
  browser: string;
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

const folder = await mkdtemp(path.join(tmpdir(), "renderer-"));
const built = path.join(folder, "built");
let browser: BrowserServer | undefined;

const renderer = path.resolve(import.meta.dirname, "../../../src/renderer");

/** The window's page with its content, which is opened by the tests. */
async function buildWindow(): Promise<void> {
  await build({
    root: renderer,
    base: "./",
    configFile: false,
    logLevel: "error",
    plugins: [
      react(),
      {
        name: "opened-by-tests",
        enforce: "pre",
        resolveId: (id) => (/^(?:\/|\.\/)main\.tsx$/u.test(id) ? path.join(import.meta.dirname, "main.ts") : null),
      },
    ],
    build: { outDir: built, emptyOutDir: true },
  });
}

/** Chromium without its own user interface, which costs as much again as a page: the same engine. */
const shell = (): string | undefined => findOnPath(["chromium-headless-shell"]);

async function startBrowser(): Promise<string> {
  browser = await chromium.launchServer({ executablePath: shell() ?? findChromium(), args: ["--no-sandbox"] });
  return browser.wsEndpoint();
}

/** What never changes may be cached: compiled once, it is not compiled for each window. */
async function serveFile(url: string, response: ServerResponse): Promise<void> {
  const name = url === "/" ? "index.html" : url;
  const content = await readFile(path.join(built, name));
  response.setHeader("content-type", types[path.extname(name)] ?? "application/octet-stream");
  if (name !== "index.html") {
    response.setHeader("cache-control", "max-age=3600, immutable").end(content);
    return;
  }
  const nonce = createNonce();
  response.setHeader("content-security-policy", contentSecurityPolicy(nonce)).setHeader("cache-control", "no-store");
  response.end(content.toString("utf8").replaceAll(noncePlaceholder, nonce));
}

let ready: Promise<string> | undefined;

async function answer({ url = "/" }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (url === "/stage") {
    ready ??= Promise.all([startBrowser(), buildWindow()]).then(([endpoint]) => endpoint);
    response.end(JSON.stringify({ origin, browser: await ready } satisfies SharedStage));
  } else if (url === "/favicon.ico") {
    // Browsers ask for it by themselves.
    response.writeHead(204).end();
  } else {
    await serveFile(url, response);
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

process.send?.(origin);

await once(process, "disconnect");
server.close();
server.closeAllConnections();
await browser?.close();
await rm(folder, { recursive: true, force: true });
