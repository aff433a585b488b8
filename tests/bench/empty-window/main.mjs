// The least that is a window in the same runtime: a sandboxed page of one line from app://.
import { app, BrowserWindow, protocol } from "electron";

protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);
app.on("window-all-closed", () => app.quit());
await app.whenReady();
protocol.handle(
  "app",
  () =>
    new Response("<!doctype html><title>Empty</title><button>Empty</button>", {
      headers: { "content-type": "text/html" },
    }),
);
const window = new BrowserWindow({
  width: 1280,
  height: 800,
  webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
});
await window.loadURL("app://console/index.html");
