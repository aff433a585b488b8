import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pamOath } from "#main/formats/pam-oath/pam-oath.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outgoing, reasons, writeSeeds } from "../../support/outgoing.ts";
import { pamMissing, pamService } from "../../support/pam.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

const seconds = (): number => Math.floor(Date.now() / 1000);

describe.skipIf(pamMissing("pamOath") || toolsMissing("oathtool"))("pam_oath", () => {
  let folder = "";
  let file = "";
  let lets: (user: string, code: string) => Promise<boolean>;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "countersign-pam-oath-"));
    file = path.join(folder, "users.oath");
    // As wide a window as is common: a step may pass between a code and its check.
    lets = pamService(folder, { tool: "pamOath", options: `usersfile=${file} window=10` });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const oathtool = (...args: string[]): string =>
    execFileSync(requireTool("oathtool"), args, { encoding: "utf8" }).trim();

  test("lets in with a time-based code, and neither with a wrong nor with a used one", async () => {
    for (const [digits, period, length] of [
      [6, 30, 20],
      [8, 60, 32],
      [6, 60, 10],
      [8, 30, 1],
    ] as const) {
      const seed = Buffer.alloc(length, 0xa5);
      await writeSeeds(pamOath, file, [outgoing("other"), outgoing("élodie@example.org", { digits, period, seed })]);
      const code = oathtool("--totp", "-s", `${period}s`, "-d", String(digits), seed.toString("hex"));
      const wrong = code.replace(/\d$/u, (last) => String((Number(last) + 1) % 10));
      expect(await lets("élodie@example.org", wrong)).toBe(false);
      expect(await lets("élodie@example.org", code)).toBe(true);
      expect(await lets("élodie@example.org", code)).toBe(false);
    }
  });

  test("takes a counter from where it stands here", async () => {
    const seed = Buffer.alloc(20, 0x17);
    await writeSeeds(pamOath, file, [outgoing("ada", { kind: "hotp", seed, counter: 7 })]);
    const code = (counter: number) => oathtool("-c", String(counter), seed.toString("hex"));
    expect(await lets("ada", code(6))).toBe(false);
    expect(await lets("ada", code(7))).toBe(true);
    expect(await lets("ada", code(7))).toBe(false);
    expect(await lets("ada", code(9))).toBe(true);
    const read = await readSeeds(file, opening());
    expect(read.entries).toMatchObject([{ kind: "hotp", counter: 10, owner: { username: "ada" } }]);
  });

  test("refuses what was used here, and takes the next one", async () => {
    const now = Math.floor(seconds() / 30);
    const code = (step: number) => oathtool("--totp", "-N", `@${step * 30}`, outgoing("ada").seed.toString("hex"));
    await writeSeeds(pamOath, file, [outgoing("ada", { lastStep: now })]);
    expect(await lets("ada", code(now))).toBe(false);
    expect(await lets("ada", code(now - 1))).toBe(false);
    expect(await lets("ada", code(now + 1))).toBe(true);
  });

  test("what it remembers of a code is read as its step", async () => {
    await writeSeeds(pamOath, file, [outgoing("ada"), outgoing("grace", { lastStep: 59_000_000 })]);
    const step = Math.floor(seconds() / 30);
    expect(await lets("ada", oathtool("--totp", "-N", `@${step * 30}`, outgoing("ada").seed.toString("hex")))).toBe(
      true,
    );
    expect(readFileSync(file, "utf8").split("\n")[0]?.split("\t")).toHaveLength(7);
    expect((await readSeeds(file, opening())).entries).toMatchObject([{ lastStep: step }, { lastStep: 59_000_000 }]);
  });

  test("has two authenticators of one person", async () => {
    const second = Buffer.alloc(20, 0x33);
    await writeSeeds(pamOath, file, [outgoing("ada"), outgoing("ada", { seed: second })]);
    expect(await lets("ada", oathtool("--totp", second.toString("hex")))).toBe(true);
    expect(await lets("ada", oathtool("--totp", outgoing("ada").seed.toString("hex")))).toBe(true);
  });

  test("does not take what is refused before it is written", async () => {
    const long = Buffer.alloc(33, 1);
    expect(reasons(pamOath, outgoing("ada", { seed: long }))).toEqual(["formats.keyTooLong"]);
    expect(reasons(pamOath, outgoing("ada lovelace"))).toEqual(["formats.usernameNoWord"]);
    await writeSeeds(pamOath, file, [outgoing("ada", { seed: long })]);
    expect(await lets("ada", oathtool("--totp", long.toString("hex")))).toBe(false);
  });
});
