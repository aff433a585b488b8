import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";
import { newThread } from "../../../support/lent-threads.ts";
import { toolsMissing } from "../../../support/tools.ts";

/** A computer without any typeface. */
function withoutFonts(): void {
  const file = join(temporaryFolder(), "fonts.conf");
  writeFileSync(file, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>');
  vi.stubEnv("FONTCONFIG_FILE", file);
  onTestFinished(() => void vi.unstubAllEnvs());
}

async function ready() {
  const harness = await openHarness({ startThread: newThread });
  await setUp(harness);
  await harness.call("users.add", { username: "kim", name: "김철수" });
  await harness.call("users.add", { username: "ann", name: "Ann Ahn" });
  const selection = { filter: {} };
  const file = join(temporaryFolder(), "letters.pdf");
  return { harness, selection, into: { kind: "file", file } as const };
}

describe("a name that no typeface of this computer can print", () => {
  it("is refused with its letters before anything is made", async () => {
    withoutFonts();
    const { harness, selection, into } = await ready();
    const message = "No font on this computer can print 김 철 수. Install one that can, then make the letter.";
    const expected = {
      sums: { total: 2, done: 1, refused: 1 },
      rows: [{ username: "kim", verdict: "refused", message }],
    };
    const preview = await harness.call("letters.preview", { selection });
    expect({ ...preview, rows: preview.rows.slice(0, 1) }).toMatchObject(expected);
    expect((await harness.call("letters.list", {})).rows).toEqual([]);
    const report = await harness.call("letters.issue", { selection, into });
    expect({ ...report, rows: report.rows.slice(0, 1) }).toMatchObject({ ...expected, pages: 1 });
  });

  it.skipIf(toolsMissing("fontsOfHan"))("is printed as soon as there is one", async () => {
    const { harness, selection, into } = await ready();
    expect(await harness.call("letters.issue", { selection, into })).toMatchObject({ pages: 2, sums: { refused: 0 } });
  });
});
