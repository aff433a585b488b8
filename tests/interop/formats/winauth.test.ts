import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeKeyUri } from "#main/formats/key-uri.ts";
import { outgoing } from "../../support/outgoing.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-zip-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const passphrase = "correct horse battery 71";

/** A list as WinAuth exports it, in an archive of Info-ZIP, whose old encryption it shares. */
function archive(name: string, options: readonly string[]): string {
  const list = path.join(folder, "winauth-2026-11-30.txt");
  writeFileSync(list, ["ada", "lin", "kim"].map((one) => `${writeKeyUri(outgoing(one))}\n`).join(""));
  const file = path.join(folder, name);
  execFileSync(requireTool("zip"), ["-q", "-j", ...options, file, list]);
  return file;
}

describe.skipIf(toolsMissing("zip"))("an archive that another program packed", () => {
  test.for([
    ["deflated", []],
    ["stored", ["-0"]],
  ] as const)("is read without a password (%s)", async ([name, options]) => {
    const { format, entries } = await readSeeds(archive(`${name}.zip`, options));
    expect(format).toBe("winauth");
    expect(entries.map(({ verdict, account }) => [verdict, account])).toEqual([
      ["kept", "ada"],
      ["kept", "lin"],
      ["kept", "kim"],
    ]);
  });

  test("is read with its password, and with no other", async () => {
    const file = archive("encrypted.zip", ["-P", passphrase]);
    const { entries } = await readSeeds(file, opening(passphrase));
    expect(entries).toHaveLength(3);
    for (let other = 0; other < 20; other += 1) {
      await expect(readSeeds(file, opening(`not it ${other}`))).rejects.toMatchObject({
        code: "FORMAT_PASSPHRASE_WRONG",
      });
    }
  });
});
