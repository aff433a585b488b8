import type { UserId } from "#shared/model/ids.ts";
import type { Stage } from "./stage.ts";

const firstLetterDays = 2;
const letterDays = 14;

async function send(stage: Stage, ids: UserId[]): Promise<void> {
  await stage.call("letters.issue", {
    selection: { ids },
    into: { kind: "file", file: stage.letterFile },
    reprint: true,
  });
}

/** Letters that nobody had the time to use: they expire on a future day. */
export async function sendFirstLetters(stage: Stage, ids: UserId[]): Promise<void> {
  await stage.setPolicy({ changes: { letterDays: firstLetterDays }, reason: "A trial with a few letters" });
  await send(stage, ids);
}

/** Letters that can be used now. People who had one before have a new one, which makes the older one void. */
export async function sendLetters(stage: Stage, ids: UserId[]): Promise<void> {
  await stage.setPolicy({ changes: { letterDays, returnSlip: true }, reason: "Two days were too short" });
  await send(stage, ids);
}
