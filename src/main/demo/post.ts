import type { UserId } from "#shared/model/ids.ts";
import type { Stage } from "./stage.ts";

const firstLetterDays = 2;
const letterDays = 14;
/** So many of the second letters got lost. */
const lost = 2;

async function send(stage: Stage, ids: UserId[]): Promise<void> {
  await stage.call("letters.issue", { selection: { ids }, into: { kind: "file", file: stage.letterFile } });
}

/** Letters that nobody had the time to use: they expire on a day to come. */
export async function sendFirstLetters(stage: Stage, ids: UserId[]): Promise<void> {
  await stage.call("policies.set", { changes: { letterDays: firstLetterDays }, reason: "A trial with a few letters" });
  await send(stage, ids);
}

/** Letters that can be used now, some of them printed again. */
export async function sendLetters(stage: Stage, ids: UserId[]): Promise<void> {
  await stage.call("policies.set", { changes: { letterDays, returnSlip: true }, reason: "Two days were too short" });
  await send(stage, ids);
  const { rows } = await stage.call("letters.list", { state: "waiting", limit: lost });
  await stage.call("letters.reprint", {
    letters: rows.map(({ id }) => id),
    into: { kind: "file", file: stage.letterFile },
  });
}
