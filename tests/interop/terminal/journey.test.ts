import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { age } from "../../support/age.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

const countersign = resolve(import.meta.dirname, "../../../bin/countersign");

describe.skipIf(toolsMissing("oathtool", "age", "sqlite3", "zbarimg"))("bin/countersign in a shell script", () => {
  it(
    "does the main job on a fresh folder, and its backup opens with age, tar and sqlite3",
    { timeout: 180_000 },
    async () => {
      const folder = temporaryFolder();
      const output = execFileSync("sh", [join(import.meta.dirname, "journey.sh"), countersign, folder], {
        encoding: "utf8",
      });
      const steps = output
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { ok: boolean; data: Record<string, unknown> });
      expect(steps.every(({ ok }) => ok)).toBe(true);
      expect(steps.flatMap(({ data }) => (typeof data["reason"] === "string" ? [data["reason"]] : []))).toEqual([
        "ok",
        "already_used",
        "ok",
        "already_used",
        "already_used",
        "ok",
      ]);
      expect(steps.at(-2)?.data).toMatchObject({ valid: true });

      const qr = execFileSync(requireTool("zbarimg"), ["--quiet", "--raw", "ann.png"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(qr).toMatch(/^otpauth:\/\/totp\/Example%20Ltd:ann\?secret=[A-Z2-7]{32}&issuer=Example%20Ltd\n$/u);
      // The cost that the age command takes.
      expect(readFileSync(join(folder, "console.age"), "latin1").slice(0, 64)).toMatch(/\n-> scrypt \S+ 18\n/u);
      expect(await age(["-d", "-o", "console.tar", "console.age"], ["an orchard behind the mill"], folder)).toBe(0);
      execFileSync("tar", ["-xf", "console.tar"], { cwd: folder });
      const sql = "PRAGMA integrity_check; SELECT username FROM users";
      const found = execFileSync(requireTool("sqlite3"), ["-readonly", "console.db", sql], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(found).toBe("ok\nann\n");
    },
  );
});
