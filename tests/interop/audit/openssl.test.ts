import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { toolsMissing } from "../../support/tools.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/formats/audit.md"), "utf8");

/** The page's scripts, as a reader copies them. */
const [script = "", table = ""] = [...page.matchAll(/```sh\n([\s\S]*?)```/gu)].map(([, words]) => words ?? "");

async function exported(form: "jsonl" | "csv"): Promise<{ folder: string; file: string; harness: Harness }> {
  const harness = await openHarness();
  await setUp(harness);
  await enrol(harness, "ann");
  const folder = temporaryFolder();
  await harness.call("audit.key", { to: join(folder, "KEY.pem") });
  const people = join(folder, "people.csv");
  writeFileSync(
    people,
    `username,name\n${Array.from({ length: 1500 }, (_one, at) => `p${at},"Zoë \\ ${at}"`).join("\n")}\n`,
  );
  await harness.call("imports.run", { file: people, mapping: { username: 0, name: 1 } });
  const file = join(folder, form === "csv" ? "FILE" : "audit.jsonl");
  await harness.call("audit.export", { to: file, form });
  return { folder, file, harness };
}

describe.skipIf(toolsMissing("openssl", "jq"))("openssl and jq, by the steps of the page on the format", () => {
  it("prove an exported audit log, and refuse one in which anything was changed, removed or cut off", async () => {
    const { folder, file } = await exported("jsonl");
    writeFileSync(join(folder, "check.sh"), script);
    const check = () => spawnSync("sh", ["check.sh", file, "KEY.pem"], { cwd: folder, encoding: "utf8" });
    const whole = readFileSync(file, "utf8");
    expect(check()).toMatchObject({ status: 0, stdout: "events up to 1507 are as they were signed\n" });
    const lines = whole.trimEnd().split("\n");
    for (const edited of [
      lines.map((line) => line.replace('"ann"', '"eve"')),
      lines.filter((_line, at) => at !== 40),
      lines.slice(0, -1),
      lines.filter((line, at) => at > 1100 || !line.startsWith('{"checkpoint"')),
    ]) {
      writeFileSync(file, `${edited.join("\n")}\n`);
      expect(check().status).not.toBe(0);
    }
  });

  it("prove an exported table", async () => {
    const { folder } = await exported("csv");
    const said = execFileSync("sh", ["-euc", table], { cwd: folder, encoding: "utf8" }).trim().split("\n");
    expect(said[0]).toBe("Signature Verified Successfully");
    expect(said[2]).toBe(`${said[1] ?? ""} *FILE`);
  });
});
