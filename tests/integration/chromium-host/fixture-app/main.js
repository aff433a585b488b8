import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { app, BrowserWindow, ipcMain, protocol, session } from "electron";

const folder = import.meta.dirname;
const switches = app.commandLine;
const say = (name, details = {}) => process.stdout.write(`${JSON.stringify({ name, ...details })}\n`);

app.setName("fixture");
app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);

const types = { html: "text/html; charset=utf-8", js: "text/javascript", cjs: "text/javascript" };
const policy = "default-src 'none'; script-src 'self'; img-src 'self'; frame-src 'self'; connect-src 'self'; base-uri 'none'";

async function serve(request) {
  const { host, pathname } = new URL(request.url);
  if (host !== "fixture") return new Response("no such host", { status: 404 });
  if (pathname === "/redirect") return new Response(null, { status: 302, headers: { location: "app://fixture/other.html" } });
  if (pathname === "/broken") throw new Error("broken on purpose");
  if (pathname === "/echo") {
    const headers = { "content-type": "application/json" };
    const { method, url } = request;
    return new Response(JSON.stringify({ method, url, origin: request.headers.get("origin"), body: await request.text() }), { headers });
  }
  const name = pathname.slice(1);
  const headers = { "content-type": types[name.split(".").at(-1)] ?? "text/plain", "content-security-policy": policy };
  return new Response(await readFile(join(folder, name)), { headers });
}

/** What the tests look at through `evaluate`. */
const seen = { navigations: [], frameNavigations: [], opened: [], sends: [], console: [], closes: 0, requests: [] };
globalThis.seen = seen;

function guard(contents) {
  contents.on("will-navigate", (event) => {
    seen.navigations.push(event.url);
    event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => seen.frameNavigations.push([event.url, event.isMainFrame]));
  contents.on("console-message", (event) => seen.console.push([event.level, event.message]));
  contents.setWindowOpenHandler(({ url }) => {
    seen.opened.push(url);
    return { action: "deny" };
  });
}

function handle() {
  ipcMain.handle("echo", (_event, value) => value);
  ipcMain.handle("who", ({ sender, senderFrame }) => ({
    isMainFrame: senderFrame === sender.mainFrame,
    url: senderFrame.url,
    origin: senderFrame.origin,
    parent: senderFrame.parent,
    id: sender.id,
  }));
  ipcMain.handle("fails", () => {
    throw new RangeError("refused by the main process");
  });
  ipcMain.handle("uncloneable", () => () => 1);
  ipcMain.handle("push", ({ sender }, value) => sender.send("event", value));
  ipcMain.on("told", (event, ...args) => {
    seen.sends.push(args);
    event.reply("event", "reply");
  });
}

export function openWindow() {
  const window = new BrowserWindow({
    title: "Fixture",
    width: 900,
    height: 700,
    webPreferences: { preload: join(folder, "preload.cjs"), sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  guard(window.webContents);
  window.on("close", (event) => {
    seen.closes += 1;
    say("close");
    if (globalThis.keepOpen === true || (switches.hasSwitch("keep-open-once") && seen.closes === 1)) event.preventDefault();
  });
  window.on("closed", () => say("closed"));
  window.once("ready-to-show", () => say("ready-to-show"));
  window.loadURL("app://fixture/page.html").then(() => say("loaded", { url: window.webContents.getURL() }));
  return window;
}
globalThis.openWindow = openWindow;

if (app.requestSingleInstanceLock({ from: "fixture" })) {
  app.on("second-instance", (_event, argv, workingDirectory, data) => say("second-instance", { argv, workingDirectory, data }));
  app.on("window-all-closed", () => {
    say("window-all-closed");
    app.quit();
  });
  app.on("will-quit", () => say("will-quit"));
  app.on("quit", (_event, code) => say("quit", { code }));
  app.whenReady().then(() => {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
    session.defaultSession.setPermissionCheckHandler(() => false);
    session.defaultSession.on("will-download", () => say("will-download"));
    session.defaultSession.webRequest.onBeforeRequest((details, callback) => {
      seen.requests.push([details.url, details.resourceType]);
      callback({ cancel: details.url.endsWith("cancelled.js") });
    });
    session.defaultSession.protocol.handle("app", serve);
    handle();
    openWindow();
  });
} else {
  say("not-first");
  app.exit(3);
}
