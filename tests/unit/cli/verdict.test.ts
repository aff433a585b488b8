import { describe, expect, it } from "vitest";
import { describeVerdict } from "../../../src/cli/render/reports.ts";
import { NextAction, type Verdict } from "#shared/model/records.ts";

const refused: Verdict = {
  result: "refused",
  reason: "wrong_code",
  message: "The code is wrong.",
  method: "totp",
  tokenId: null,
  tokenLabel: null,
  activates: false,
  driftSteps: null,
  remainingBackupCodes: null,
  retryAt: null,
  offsetSeconds: null,
  actions: [],
  letter: { serial: "J835-Q568", state: "waiting", printedAt: 0, expiresAt: 0, voidedAt: null },
  ended: null,
};

const plain = (_format: unknown, text: string): string => text;

describe("a refusal in the terminal", () => {
  it("names the command that helps, with the letter that it is about", () => {
    const said = describeVerdict({ ...refused, actions: ["use_letter", "reprint"] }, plain);
    expect(said.split("\n")).toEqual([
      "Refused. The code is wrong.",
      "What helps: have the person scan letter J835-Q568",
      "What helps: countersign letters reprint J835-Q568",
    ]);
  });

  it.each(NextAction.options)("has words for %s, and passes nothing raw from a letter's name", (action) => {
    const letter = { ...refused.letter, serial: "\u001B[2J" } as Verdict["letter"];
    const said = describeVerdict({ ...refused, actions: [action], letter }, plain);
    expect(said).toMatch(/What helps: \S/u);
    expect(said).not.toContain("\u001B");
  });
});
