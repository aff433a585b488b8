import { statSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { allowEverything, type Enrolled, enrolPhone } from "../../support/authenticators.ts";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { pamMissing, pamService } from "../../support/pam.ts";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness();
  // Each step of a set-up that asks for a fresh code may take half a minute of the console's time. After it, the clock is the
  // one that the other programs have.
  harness.clock.advance(Date.now() - 5 * 60_000 - harness.clock.now());
  await setUp(harness);
  await allowEverything(harness);
  harness.clock.advance(Date.now() - harness.clock.now());
  folder = temporaryFolder();
});

const enrolled = async (username: string, kind: "totp" | "hotp" = "totp"): Promise<Enrolled> => {
  await harness.call("users.add", { username });
  return enrolPhone(harness, username, { kind });
};

describe.skipIf(pamMissing("pamOath"))("what was enrolled here", () => {
  test("signs in through pam_oath, but not with the code that was used here", async () => {
    const step = Math.floor(harness.clock.now() / 30_000);
    const { phone: ada } = await enrolled("ada");
    const { phone: grace } = await enrolled("grace@example.org", "hotp");
    const file = path.join(folder, "users.oath");
    await harness.call("targets.export", { format: "pam-oath", to: file });
    const lets = pamService(folder, { tool: "pamOath", options: `usersfile=${file} window=10` });
    expect(await lets("ada", ada.at(step))).toBe(false);
    expect(await lets("ada", ada.at(step + 1))).toBe(true);
    expect(await lets("ada", ada.at(step + 1))).toBe(false);
    expect(await lets("grace@example.org", grace.at(0))).toBe(false);
    expect(await lets("grace@example.org", grace.at(1))).toBe(true);
    // What it has seen since comes back with its file.
    const read = await harness.call("seeds.run", { file });
    expect(read).toMatchObject({ format: "pam-oath", sums: { refused: 0 } });
  });
});

describe.skipIf(pamMissing("pamGoogleAuthenticator"))("what was enrolled here, a file for each person", () => {
  test("signs in through google-authenticator-libpam, but not with the code that was used here", async () => {
    const step = Math.floor(harness.clock.now() / 30_000);
    const { phone: ada } = await enrolled("ada");
    const { phone: grace } = await enrolled("grace@example.org", "hotp");
    const files = path.join(folder, "people");
    const exported = await harness.call("targets.export", { format: "google-authenticator", to: files });
    expect(exported.files.map(({ name }) => name).toSorted()).toEqual(["ada", "grace@example.org"]);
    expect(statSync(path.join(files, "ada")).mode & 0o777).toBe(0o600);
    const options = `secret=${files}/\${USER} user=${process.getuid?.() ?? 0}`;
    const lets = pamService(folder, { tool: "pamGoogleAuthenticator", options });
    expect(await lets("ada", ada.at(step))).toBe(false);
    expect(await lets("ada", ada.at(step + 1))).toBe(true);
    expect(await lets("ada", ada.at(step + 1))).toBe(false);
    expect(await lets("grace@example.org", grace.at(1))).toBe(true);
  });
});
