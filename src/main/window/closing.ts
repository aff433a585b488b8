import { text, type Text } from "#shared/texts/text.ts";
import { say } from "#shared/texts/say.ts";
import type { Logger } from "#main/base/ports.ts";

const questions: Readonly<Record<string, Text>> = {
  "archive.create": text("window.writingBackup"),
  "archive.verify": text("window.checkingBackup"),
  "archive.restore": text("window.restoringBackup"),
  "audit.verify": text("window.checkingAudit"),
};

/** What the person is asked before running work is stopped. */
export const closeQuestion = (work: readonly string[]): { message: string; detail: string } => ({
  message: say(text("window.stopAndClose", { work: questions[work[0] ?? ""] ?? text("window.longWork") })),
  detail: say(text("window.stoppingIsSafe")),
});

interface Closable {
  on(event: "close", listener: (event: { preventDefault(): void }) => void): unknown;
  close(): void;
}

export interface Work {
  longWork(): string[];
  abortAll(): void;
  idle(): Promise<void>;
}

/**
 * Asks before a close that would stop long work, then stops it in order and closes. If no question can be shown, it
 * closes without one: stopping is safe, but a window that cannot be closed is not.
 *
 * @param ask resolves to true to stop and close
 */
export function confirmClosing(
  window: Closable,
  work: Work,
  ask: (question: { message: string; detail: string }) => Promise<boolean>,
  logger: Logger,
): void {
  let asking = false;
  const stopAndClose = async (): Promise<void> => {
    work.abortAll();
    await work.idle();
    window.close();
  };
  const decide = async (): Promise<void> => {
    const stop = await ask(closeQuestion(work.longWork())).catch((cause: unknown) => {
      logger.warn("the question before closing could not be shown", { cause });
      return true;
    });
    asking = false;
    if (stop) await stopAndClose();
  };
  window.on("close", (event) => {
    if (work.longWork().length === 0) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    decide().catch((cause: unknown) => logger.error("closing failed", { cause }));
  });
}
