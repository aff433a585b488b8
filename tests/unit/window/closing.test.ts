import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { closeQuestion, confirmClosing } from "#main/window/closing.ts";
import { recordingLogger, settle } from "./support.ts";

/** A window that goes away when nobody prevents it, as Electron's does. */
class Closable extends EventEmitter {
  closed = false;

  close(): void {
    let prevented = false;
    this.emit("close", {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.closed = true;
  }
}

function open(work: string[]) {
  const window = new Closable();
  const questions: { message: string }[] = [];
  const answers: { resolve(stop: boolean): void; reject(cause: unknown): void }[] = [];
  const logger = recordingLogger();
  confirmClosing(
    window,
    {
      longWork: () => work,
      abortAll: () => {
        work.length = 0;
      },
      idle: async () => undefined,
    },
    (question) => {
      questions.push(question);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    logger,
  );
  return { window, questions, answers, work, logger };
}

describe("closing the window", () => {
  it("needs no question when nothing runs", () => {
    const { window, questions } = open([]);
    window.close();
    expect(window.closed).toBe(true);
    expect(questions).toEqual([]);
  });

  it("asks once while a backup runs, and stays open if the person says so", async () => {
    const { window, questions, answers, work } = open(["archive.create"]);
    window.close();
    window.close();
    expect(questions).toEqual([closeQuestion(["archive.create"])]);
    answers[0]?.resolve(false);
    await settle();
    expect(window.closed).toBe(false);
    expect(work).toEqual(["archive.create"]);
  });

  it("asks again at the next try", async () => {
    const { window, questions, answers } = open(["archive.create"]);
    window.close();
    answers[0]?.resolve(false);
    await settle();
    window.close();
    expect(questions).toHaveLength(2);
  });

  it("stops the work first if the person says so", async () => {
    const { window, answers, work } = open(["archive.create"]);
    window.close();
    answers[0]?.resolve(true);
    await settle();
    expect(work).toEqual([]);
    expect(window.closed).toBe(true);
  });

  it("stops and closes where no question can be shown", async () => {
    const { window, answers, work, logger } = open(["audit.verify"]);
    window.close();
    answers[0]?.reject(new Error("no display"));
    await settle();
    expect(work).toEqual([]);
    expect(window.closed).toBe(true);
    expect(logger.lines).toMatchObject([{ level: "warn" }]);
  });

  it("names the work", () => {
    expect(closeQuestion(["archive.create"]).message).toBe("A backup is being written. Stop it and close?");
    expect(closeQuestion(["something.else"]).message).toBe("Long work is running. Stop it and close?");
  });
});
