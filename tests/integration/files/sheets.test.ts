import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Sheet } from "#shared/contract/files.ts";
import { openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

const sheetOf = (subject: string, organisation = "Acme"): Sheet => ({
  kind: "backup-codes",
  subject,
  organisation,
  secrets: ["7K3QM-9XHTV"],
});

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  return { harness, file: join(temporaryFolder(), "sheet.pdf") };
}

describe("a sheet for a name that no font of this computer can print", () => {
  it("is refused with its letters, no file is made, and it is made as soon as there is such a font", async () => {
    const config = join(temporaryFolder(), "fonts.conf");
    writeFileSync(config, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>');
    vi.stubEnv("FONTCONFIG_FILE", config);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { harness, file } = await ready();
    const error = await harness.refuse("files.saveSheet", { file, sheet: sheetOf("김철수") });
    expect(error).toMatchObject({
      code: "INVALID_INPUT",
      message:
        "No font on this computer can print 김 철 수. Install one that can and save the page again, or write it down by hand.",
    });
    expect(Object.keys(error.fields ?? {})).toEqual(["sheet.subject"]);
    expect(existsSync(file)).toBe(false);
    vi.unstubAllEnvs();
    if (!toolsMissing("fontsOfHan")) {
      await harness.call("files.saveSheet", { file, sheet: sheetOf("김철수") });
      expect(existsSync(file)).toBe(true);
    }
  });
});

describe.skipIf(toolsMissing("pdftotext"))("the paper that the policy names", () => {
  const sizeOf = (file: string): string => {
    const info = execFileSync(join(dirname(requireTool("pdftotext")), "pdfinfo"), [file], { encoding: "utf8" });
    return /Page size:\s+(.*)/u.exec(info)?.[1] ?? "";
  };

  it.each([
    ["A4", "595.28 x 841.89 pts (A4)"],
    ["US Letter", "612 x 792 pts (letter)"],
  ] as const)("is that of sheets, of letters and of reprinted ones: %s", async (paper, size) => {
    const { harness, file } = await ready();
    await harness.call("policies.set", { changes: { paper } });
    await harness.call("files.saveSheet", { file, sheet: sheetOf("ann") });
    await harness.call("users.add", { username: "ann" });
    const [letters, again] = ["letters.pdf", "again.pdf"].map((name) => join(temporaryFolder(), name)) as [
      string,
      string,
    ];
    await harness.call("letters.issue", { selection: { filter: {} }, into: { kind: "file", file: letters } });
    const [letter] = (await harness.call("letters.list", {})).rows;
    await harness.call("letters.reprint", {
      letters: letter ? [letter.id] : [],
      into: { kind: "file", file: again },
    });
    expect([sizeOf(file), sizeOf(letters), sizeOf(again)]).toEqual([size, size, size]);
  });
});
