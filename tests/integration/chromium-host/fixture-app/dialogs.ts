import { app, BrowserWindow, clipboard, dialog } from "electron";

/** Shows the dialogs on request; each is asked for by a line on standard input, its outcome is a line on standard output. */
export function answerRequests(say: (name: string, details?: object) => void): void {
  const [window] = BrowserWindow.getAllWindows();
  const contents = window?.webContents;
  contents?.on("did-finish-load", () => say("loaded again"));
  const acts: Record<string, (argument: string) => unknown> = {
    save: (defaultPath) => dialog.showSaveDialog({ title: "Save here", defaultPath }),
    open: (defaultPath) => dialog.showOpenDialog({ title: "Open this", defaultPath, properties: ["openFile"] }),
    message: (message) =>
      dialog.showMessageBox({ title: "Question", message, buttons: ["Keep", "Stop"], cancelId: 0, type: "question" }),
    copy: async (text) => {
      await clipboard.writeText(text);
      return clipboard.readText();
    },
    clear: async () => {
      clipboard.clear();
      return clipboard.readText();
    },
    minimize: () => window?.minimize(),
    restore: () => window?.restore(),
    bounds: () => window?.getBounds(),
    reload: () => window?.reload(),
    pages: () => BrowserWindow.getAllWindows().map((each) => each.webContents.getURL()),
    evaluate: (code) => contents?.executeJavaScript(code) as Promise<unknown>,
    quit: () => app.quit(),
  };
  const run = async (line: string): Promise<void> => {
    const [name = "", ...rest] = line.split(" ");
    try {
      say("outcome", { value: await acts[name]?.(rest.join(" ")) });
    } catch (cause) {
      say("outcome", { error: String(cause) });
    }
  };
  process.stdin.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n").filter((part) => part !== "")) void run(line);
  });
}
