import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { app, BrowserWindow, ipcMain, nativeTheme, powerMonitor, protocol, session, type WebContents } from "electron";
import type { FixtureMain, Seen } from "./api.ts";
import { answerRequests } from "./dialogs.ts";

const folder = import.meta.dirname;
const switches = app.commandLine;
const say = (name: string, details: object = {}): void => {
  process.stdout.write(`${JSON.stringify({ name, ...details })}\n`);
};
const fail = (cause: unknown): void => {
  say("failed", { message: String(cause) });
  app.exit(9);
};

app.setName("fixture");
app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);

const policy =
  "default-src 'none'; script-src 'self'; img-src 'self' data:; frame-src 'self'; connect-src 'self'; base-uri 'none'";

const answerTo = (body: string, type: string): Response =>
  new Response(body, { headers: { "content-type": type, "content-security-policy": policy } });

async function serve(request: Request): Promise<Response> {
  const { host, pathname } = new URL(request.url);
  if (host !== "fixture") return new Response("no such host", { status: 404 });
  if (pathname === "/redirect") {
    return new Response(null, { status: 302, headers: { location: "https://app.fixture.localhost/other.html" } });
  }
  if (pathname === "/broken") throw new Error("broken on purpose");
  if (pathname === "/echo") {
    const { method, url, headers } = request;
    return Response.json({ method, url, origin: headers.get("origin"), body: await request.text() });
  }
  const [, name = "", kind = ""] = /^\/([a-z]+)\.(html|js)$/u.exec(pathname) ?? [];
  if (kind === "html")
    return answerTo(await readFile(join(folder, `${name}.html`), "utf8"), "text/html; charset=utf-8");
  if (kind !== "js") return new Response("not found", { status: 404 });
  return answerTo(stripTypeScriptTypes(await readFile(join(folder, `${name}.ts`), "utf8")), "text/javascript");
}

const seen: Seen = {
  navigations: [],
  frameNavigations: [],
  redirects: [],
  opened: [],
  sends: [],
  console: [],
  requests: [],
  downloads: [],
  closes: 0,
};

function guard(contents: WebContents): void {
  contents.on("will-navigate", (event) => {
    seen.navigations.push(event.url);
    if (!event.url.includes("allowed")) event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => {
    seen.frameNavigations.push([event.url, event.isMainFrame]);
  });
  contents.on("will-redirect", (event) => {
    seen.redirects.push(event.url);
    event.preventDefault();
  });
  contents.on("console-message", (event) => {
    seen.console.push([event.level, event.message]);
  });
  contents.setWindowOpenHandler(({ url }) => {
    seen.opened.push(url);
    return { action: "deny" };
  });
}

function handle(): void {
  ipcMain.handle("echo", (_event, value: unknown) => value);
  ipcMain.handle("who", ({ sender, senderFrame }) => ({
    isMainFrame: senderFrame === sender.mainFrame,
    url: senderFrame?.url,
    origin: senderFrame?.origin,
    parent: senderFrame?.parent,
    id: sender.id,
  }));
  ipcMain.handle("fails", () => {
    throw new RangeError("refused by the main process");
  });
  ipcMain.handle("uncloneable", () => () => 1);
  ipcMain.handle("push", ({ sender }, value: unknown) => sender.send("event", value));
  ipcMain.on("told", (event, ...args: unknown[]) => {
    seen.sends.push(args);
    event.reply("event", "reply");
  });
}

/** The preload as CommonJS. */
function writePreload(): string {
  const file = join(app.getPath("userData"), "preload.cjs");
  mkdirSync(app.getPath("userData"), { recursive: true });
  const source = readFileSync(join(folder, "preload.ts"), "utf8");
  writeFileSync(file, switches.hasSwitch("bad-preload") ? "this is not JavaScript" : stripTypeScriptTypes(source));
  return file;
}

function openWindow(): void {
  const window = new BrowserWindow({
    title: "Fixture",
    width: 900,
    height: 700,
    webPreferences: { preload: writePreload(), sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  guard(window.webContents);
  window.webContents.on("preload-error", (_event, path, error) =>
    say("preload-error", { path, message: error.message }),
  );
  window.webContents.on("render-process-gone", (_event, details) => say("render-process-gone", details));
  window.on("close", (event) => {
    seen.closes += 1;
    say("close");
    const keep = main.keepOpen || (switches.hasSwitch("keep-open-once") && seen.closes === 1);
    if (keep) event.preventDefault();
  });
  window.on("closed", () => say("closed"));
  window.on("focus", () => say("focus"));
  window.once("ready-to-show", () => say("ready-to-show"));
  window
    .loadURL("app://fixture/page.html")
    .then(() => say("loaded", { url: window.webContents.getURL() }))
    .catch(fail);
}

const main: FixtureMain = { seen, keepOpen: false, openWindow };
Object.assign(globalThis, { fixtureMain: main });

function run(): void {
  app.on("second-instance", (_event, argv, workingDirectory, data) => {
    say("second-instance", { argv, workingDirectory, data });
  });
  app.on("window-all-closed", () => {
    say("window-all-closed");
    app.quit();
  });
  app.on("will-quit", () => say("will-quit"));
  app.on("quit", (_event, code) => say("quit", { code }));
  const { defaultSession } = session;
  app
    .whenReady()
    .then(() => {
      defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
      defaultSession.setPermissionCheckHandler(() => false);
      defaultSession.on("will-download", (_event, item) => {
        seen.downloads.push(item.getFilename());
      });
      defaultSession.webRequest.onBeforeRequest((details, callback) => {
        seen.requests.push([details.url, details.resourceType]);
        callback({ cancel: details.url.endsWith("cancelled.js") });
      });
      defaultSession.protocol.handle("app", serve);
      if (switches.hasSwitch("dark")) nativeTheme.themeSource = "dark";
      if (switches.hasSwitch("watch-power")) {
        powerMonitor.on("lock-screen", () => say("lock-screen"));
        powerMonitor.on("unlock-screen", () => say("unlock-screen"));
        powerMonitor.on("suspend", () => say("suspend"));
      }
      handle();
      openWindow();
      if (switches.hasSwitch("answer-requests")) answerRequests(say);
    })
    .catch(fail);
}

if (app.requestSingleInstanceLock({ from: "fixture" })) run();
else {
  say("not-first");
  app.exit(3);
}
