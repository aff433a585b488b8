import path from "node:path";
import { dialogGrants, memorySession } from "#main/window/caller.ts";
import { openConsole } from "#main/console.ts";
import type { Caller, Console, ConsoleOptions } from "#main/base/ports.ts";
import { createDemoFolder } from "./folder.ts";
import { clientOf } from "./client.ts";
import { DemoClock } from "./clock.ts";
import { memoryStore } from "./memory-store.ts";
import { DemoOwner } from "./owner.ts";
import { Stage } from "./stage.ts";
import { storyLength, tellStory } from "./story.ts";

/** The minimum that a store accepts: nothing here has to withstand guessing, and the demo opens at once. */
const leastCost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };

const usedCode = (input: unknown): string | null =>
  typeof input === "object" && input !== null && "code" in input && typeof input.code === "string" ? input.code : null;

/** The console, which tells the owner's phone which codes were accepted. */
const observed = (console: Console, owner: DemoOwner): Console => ({
  onStatusChange: (listener) => console.onStatusChange(listener),
  onTouch: (listener) => console.onTouch(listener),
  close: () => console.close(),
  async call(procedure, input, caller, options) {
    const reply = await console.call(procedure, input, caller, options);
    const proves = procedure === "access.signIn" || procedure === "access.stepUp";
    const code = proves && reply.ok ? usedCode(input) : null;
    if (code !== null) owner.used(code);
    return reply;
  },
});

/**
 * Opens a console on an empty folder and fills it with a week's history. Its keychain is in memory; `system.status`
 * says what signs in.
 *
 * @throws AppError if the folder cannot be used
 */
export async function openDemo(options: Omit<ConsoleOptions, "keychain" | "clock">): Promise<Console> {
  const present = Date.now();
  const clock = new DemoClock(present - storyLength);
  const owner = new DemoOwner();
  const console = await openConsole({ ...options, clock, keychain: memoryStore(), demo: owner, codeCost: leastCost });
  const caller: Caller = {
    session: memorySession(),
    files: dialogGrants(),
    dialogs: null,
    clipboard: null,
  };
  // Beside the data folder: nothing that is written for a person goes into it.
  const papers = createDemoFolder();
  try {
    const letters = path.join(papers.path, "letters.pdf");
    caller.files.grant(letters);
    await tellStory(new Stage(clientOf(console, caller), clock, owner, letters), present);
  } finally {
    papers.remove();
  }
  clock.release();
  return observed(console, owner);
}
