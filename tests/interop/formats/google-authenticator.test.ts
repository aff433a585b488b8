import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { googleAuthenticator } from "#main/formats/google-authenticator/google-authenticator.ts";
import type { Outgoing } from "#main/formats/format.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outgoing, reasons, writeSeeds } from "../../support/outgoing.ts";
import { pamMissing, pamService } from "../../support/pam.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

const stepNow = (period = 30): number => Math.floor(Date.now() / 1000 / period);

describe.skipIf(pamMissing("pamGoogleAuthenticator") || toolsMissing("oathtool"))("google-authenticator-libpam", () => {
  let folder = "";
  let lets: (user: string, code: string) => Promise<boolean>;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "countersign-ga-"));
    const options = `secret=${folder}/\${USER} user=${process.getuid?.() ?? 0}`;
    lets = pamService(folder, { tool: "pamGoogleAuthenticator", options });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (...entries: Outgoing[]) => writeSeeds(googleAuthenticator, folder, entries);

  const totp = ({ seed, period }: Outgoing, step = stepNow(period)): string =>
    execFileSync(
      requireTool("oathtool"),
      ["--totp", "-s", `${period}s`, "-N", `@${step * period}`, seed.toString("hex")],
      { encoding: "utf8" },
    ).trim();

  const hotp = ({ seed }: Outgoing, counter: number): string =>
    execFileSync(requireTool("oathtool"), ["-c", String(counter), seed.toString("hex")], { encoding: "utf8" }).trim();

  test("lets in with a time-based code, and neither with a wrong nor with a used one", async () => {
    for (const [index, [period, length]] of (
      [
        [30, 20],
        [60, 10],
        [30, 64],
        [30, 1024],
        [30, 1],
      ] as const
    ).entries()) {
      const one = outgoing(`ada.${index}@example.org`, { period, seed: Buffer.alloc(length, 0xa5) });
      await write(one, outgoing("élodie"));
      const code = totp(one);
      const wrong = code.replace(/\d$/u, (last) => String((Number(last) + 1) % 10));
      expect(await lets(one.username, wrong)).toBe(false);
      expect(await lets(one.username, code), one.username).toBe(true);
      expect(await lets(one.username, code)).toBe(false);
    }
    expect(await lets("élodie", totp(outgoing("élodie")))).toBe(true);
  });

  test("takes a counter from where it stands here", async () => {
    const one = outgoing("ada", { kind: "hotp", counter: 7 });
    await write(one);
    expect(await lets("ada", hotp(one, 7))).toBe(true);
    expect(await lets("ada", hotp(one, 7))).toBe(false);
    const read = await readSeeds(path.join(folder, "ada"), opening());
    // A wrong code moves it on, as the warning says.
    expect(read).toMatchObject({ format: "google-authenticator", entries: [{ kind: "hotp", counter: 9 }] });
  });

  test("never takes the first code of a counter, so that one is not written", async () => {
    const one = outgoing("ada", { kind: "hotp", counter: 0 });
    expect(reasons(googleAuthenticator, one)).toEqual(["formats.counterZero"]);
    await write(one);
    expect(await lets("ada", hotp(one, 0))).toBe(false);
  });

  test("refuses what was used here, and takes the next one", async () => {
    const step = stepNow();
    const one = outgoing("ada", { lastStep: step });
    await write(one);
    expect(await lets("ada", totp(one, step))).toBe(false);
    expect(await lets("ada", totp(one, step - 1))).toBe(false);
    expect(await lets("ada", totp(one, step + 1))).toBe(true);
    const read = await readSeeds(path.join(folder, "ada"), opening());
    expect(read.entries).toMatchObject([{ kind: "totp", lastStep: step + 1 }]);
  });

  test("knows a clock that is off, as it is known here", async () => {
    const one = outgoing("ada", { drift: -40 });
    await write(one);
    expect(await lets("ada", totp(one))).toBe(false);
    expect(await lets("ada", totp(one, stepNow() - 40))).toBe(true);
  });

  test("has a file only for a name that can be one", async () => {
    const refused = [
      "../ada",
      "a/b",
      ".",
      "..",
      ".ada",
      "",
      "con",
      "aux.txt",
      "a b",
      "a:b",
      "ada.",
      "a\0b",
      "x".repeat(300),
    ];
    expect(refused.flatMap((name) => reasons(googleAuthenticator, outgoing(name)))).toEqual(
      refused.map(() => "formats.usernameNoFile"),
    );
    const files = await write(outgoing("Ωmega_1"), outgoing("o.neill+vpn@example.org"));
    expect(files.map((file) => path.basename(file))).toEqual(["Ωmega_1", "o.neill+vpn@example.org"]);
    expect(readFileSync(files[0] ?? "", "utf8")).toMatch(
      /^[A-Z2-7]{32}\n" RATE_LIMIT 3 30\n" DISALLOW_REUSE\n" TOTP_AUTH\n$/u,
    );
  });
});
