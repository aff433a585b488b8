import { app, dialog } from "electron";
import { text } from "#shared/texts/text.ts";
import { say } from "#shared/texts/say.ts";
import { endIfHeldUp } from "#main/exit.ts";
import type { Console, Logger } from "#main/base/ports.ts";
import { failure } from "./exit-codes.ts";

/**
 * Ends the app in order: when the last window is closed, when the system asks for it, and after an unexpected failure,
 * the console is closed before the process ends.
 *
 * @returns what to do with an unexpected failure
 */
export function endInOrder(console: Promise<Console>, logger: Logger): (cause: unknown) => void {
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    const [closed] = await Promise.allSettled([console.then((opened) => opened.close())]);
    if (closed.status === "rejected") logger.warn("closed without order", { cause: closed.reason });
    app.exit(code);
  };
  const fatal = (cause: unknown): void => {
    logger.error("unexpected failure, closing", { cause });
    process.stderr.write(`${say(text("window.stopped"))}\n`);
    if (app.isPackaged) {
      dialog.showErrorBox("Countersign", say(text("window.unexpected")));
    }
    void end(failure);
  };
  process.on("uncaughtException", fatal);
  process.on("unhandledRejection", fatal);
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => {
    event.preventDefault();
    void end(0);
  });
  app.on("quit", (_event, code) => endIfHeldUp(code));
  return fatal;
}
