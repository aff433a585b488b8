import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Asked, describeVerdict } from "../../../src/cli/render/verdict.ts";
import { NextAction, type Verdict } from "#shared/model/records.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { text as textOf } from "#shared/texts/text.ts";

const refused: Verdict = {
  result: "refused",
  reason: "wrong_code",
  message: textOf("verdicts.wrong"),
  method: "totp",
  tokenId: null,
  tokenLabel: null,
  activates: false,
  driftSteps: null,
  remainingBackupCodes: null,
  retryAt: null,
  offsetSeconds: null,
  actions: [],
  targets: [],
  letter: { serial: "J835-Q568", state: "waiting", printedAt: 0, expiresAt: 0, voidedAt: null },
  ended: null,
};

const id = "01890a5d-ac96-774b-bcce-b302099a8057" as TokenId;

const plain = (_format: unknown, text: string): string => text;

const say = (verdict: Partial<Verdict>, asked: Partial<Asked> = {}): string =>
  describeVerdict({ verdict: { ...refused, ...verdict }, person: "ann", command: "countersign", ...asked }, plain);

/** What a shell passes on. */
const words = (line: string): string[] =>
  execFileSync("sh", ["-c", `countersign() { printf '%s\\0' "$@"; }; ${line}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

const commandsIn = (text: string): string[] => text.split("\n").flatMap((line) => /countersign .*$/u.exec(line) ?? []);

describe("a refusal in the terminal", () => {
  it("names the command that helps, with the letter that it is about", () => {
    expect(say({ actions: ["use_letter", "reprint"] }).split("\n")).toEqual([
      "Refused. The code is wrong.",
      "What helps: have the person scan letter J835-Q568",
      "What helps: countersign letters reprint J835-Q568 --pdf J835-Q568.pdf",
    ]);
  });

  it.each(NextAction.options)("has words for %s, and passes nothing raw from a letter's name", (action) => {
    const letter = { ...refused.letter, serial: "\u001B[2J" } as Verdict["letter"];
    const said = say({ actions: [action], letter, tokenId: id });
    expect(said).toMatch(/What helps: \S/u);
    expect(said).not.toContain("\u001B");
  });

  it.each(NextAction.options)("gives for %s what can be pasted as it is: no placeholder, each word whole", (action) => {
    const asked = { person: "O'Neil, Ann $HOME", command: "countersign --data '/srv/two factor'" };
    for (const about of [{ tokenId: id }, { targets: [{ tokenId: id, label: "D7" }] }]) {
      for (const command of commandsIn(say({ actions: [action], ...about }, asked))) {
        const passed = words(command);
        expect(passed.filter((word) => /^(?:<.*>|.*…|[A-Z]{2,})$/u.test(word))).toEqual([]);
        expect(passed.slice(0, 2)).toEqual(["--data", "/srv/two factor"]);
        expect(passed).not.toContain("");
        if (command.includes("Neil")) expect(passed).toContain(asked.person);
        if (command.includes(id.slice(0, 8))) expect(passed).toContain(id);
      }
    }
  });

  it("unlocks each of several that are locked", () => {
    const other = "01890a5d-ac96-774b-bcce-b302099a8058" as TokenId;
    const targets = [id, other].map((tokenId) => ({ tokenId, label: "Phone" }));
    expect(commandsIn(say({ actions: ["unlock"], targets }))).toEqual([
      `countersign authenticators unlock ${id}`,
      `countersign authenticators unlock ${other}`,
    ]);
  });
});
