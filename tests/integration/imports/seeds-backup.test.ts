import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { allowEverything, Authenticator, enrolPhone } from "../../support/authenticators.ts";
import { encryptCheaply } from "../../support/backups.ts";
import { codeFor, enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

const passphrase = "an orchard behind the mill";
const deviceSeed = Buffer.from("12345678901234567890");

let other: Harness;
let harness: Harness;
let folder = "";

/** A console that is no copy of another test's, with the same time as the others. */
async function another(): Promise<Harness> {
  const made = await openHarness();
  await setUp(made, { passphrase: "an old lighthouse keeper" });
  return made;
}

beforeEach(async () => {
  other = await another();
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

async function backedUp(of: Harness, name = "theirs.age"): Promise<string> {
  const file = join(folder, name);
  await of.call("archive.create", { file, passphrase });
  return file;
}

/** What must not outlive a reading: the names in the data folder that no console has at rest. */
const strays = (of: Harness): string[] => readdirSync(of.dataDir).filter((name) => name.startsWith("tmp-"));

const tokensOf = async (username: string) => (await harness.call("users.get", { user: { username } })).tokens;

describe("a backup of another organisation", () => {
  test("brings the people somebody wants, with their authenticators as they were there", async () => {
    await allowEverything(other);
    await other.call("users.add", {
      username: "ada",
      name: "Ada Lovelace",
      email: "ada@example.org",
      externalId: "A-1",
    });
    await other.call("users.add", { username: "grace" });
    await other.call("users.add", { username: "mary" });
    await enrolPhone(other, "ada", { label: "Work phone", algorithm: "SHA256", digits: 8, period: 60 });
    const { phone: counting } = await enrolPhone(other, "grace", { kind: "hotp" });
    await enrolPhone(other, "mary");
    const file = await backedUp(other);

    const input = { file, passphrase, unmatched: "create" } as const;
    const checked = await harness.call("seeds.dryRun", input);
    expect(checked).toMatchObject({
      format: "countersign-backup",
      sums: { entries: 3, create: 3, people: 3, refused: 0 },
      entries: [
        {
          at: 1,
          account: "ada",
          issuer: "Acme",
          type: "totp",
          algorithm: "SHA256",
          digits: 8,
          period: 60,
          owner: { id: null, username: "ada", name: "Ada Lovelace" },
          notKept: ["the person’s backup codes, which only that console can check"],
        },
        { at: 2, account: "grace", type: "hotp", counter: 1 },
        { at: 3, account: "mary" },
      ],
    });
    const done = await harness.call("seeds.run", { ...input, digest: checked.digest, leaveOut: [3] });
    expect(done.sums).toMatchObject({ create: 2, leftOut: 1, people: 2 });
    expect(strays(harness)).toEqual([]);
    expect(await harness.refuse("users.get", { user: { username: "mary" } })).toMatchObject({ code: "NOT_FOUND" });
    expect(await harness.call("users.get", { user: { username: "ada" } })).toMatchObject({
      name: "Ada Lovelace",
      email: "ada@example.org",
      externalId: "A-1",
    });
    expect(await tokensOf("ada")).toMatchObject([{ label: "Work phone", status: "active", digits: 8 }]);

    const check = (username: string, code: string) => harness.call("verification.check", { user: { username }, code });
    // What was used there is used here.
    expect(await check("grace", counting.at(0))).toMatchObject({ result: "refused" });
    expect(await check("grace", counting.at(1))).toMatchObject({ result: "accepted" });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });

    const again = await harness.call("seeds.run", { ...input, leaveOut: [3] });
    expect(again).toMatchObject({ importId: null, sums: { unchanged: 2, leftOut: 1 } });
  });

  test("does not accept a code here that was accepted there", async () => {
    const { secret } = await enrol(other, "ada");
    const used = codeFor(secret, other.clock, -1);
    const file = await backedUp(other);
    await harness.call("seeds.run", { file, passphrase, unmatched: "create" });
    harness.clock.advance(other.clock.now() - harness.clock.now());
    const check = (code: string) => harness.call("verification.check", { user: { username: "ada" }, code });
    expect(await check(used)).toMatchObject({ result: "refused" });
    expect(await check(new Authenticator(secret).now(harness, 1))).toMatchObject({ result: "accepted" });
  });

  test("is named where it is not kept whole: what is disabled, pending, locked or lost there", async () => {
    const { tokenId } = await enrol(other, "ada");
    await other.call("tokens.disable", { tokenId });
    const { id } = await other.call("users.add", { username: "bob" });
    await other.call("tokens.begin", { user: { id } });
    const carla = await enrol(other, "carla");
    await other.call("users.setStatus", { user: { id: carla.userId }, status: "disabled" });
    await other.call("inventory.add", { serial: "D-1", seed: deviceSeed.toString("hex") });
    const lost = await other.call("inventory.add", { serial: "D-2", seed: "31".repeat(20) });
    await other.call("inventory.lost", { id: lost.id });
    const file = await backedUp(other);
    const done = await harness.call("seeds.run", { file, passphrase, unmatched: "create" });
    expect(
      done.entries.map(({ account, serial, verdict, into, reason }) => [account || serial, verdict, into, reason]),
    ).toEqual([
      ["ada", "create", "person", null],
      ["bob", "refused", null, "It was never confirmed with a first code there."],
      ["carla", "create", "person", null],
      ["D-1", "create", "inventory", null],
      ["D-2", "refused", null, "It is noted as lost there."],
    ]);
    expect(done.entries[2]?.notKept[0]).toBe("that its person was disabled or had left (it arrives switched off)");
    expect(await tokensOf("ada")).toMatchObject([{ status: "disabled" }]);
    expect(await tokensOf("carla")).toMatchObject([{ status: "disabled" }]);
    expect((await harness.call("inventory.list", {})).rows).toMatchObject([{ serial: "D-1", state: "stock" }]);
  });

  test("brings a hardware token to its person and into the inventory", async () => {
    await other.call("users.add", { username: "ada" });
    await other.call("inventory.add", { serial: "D-1", model: "Card", seed: deviceSeed.toString("hex") });
    const device = new Authenticator(deviceSeed);
    await other.call("inventory.assign", { serial: "D-1", user: { username: "ada" }, code: device.now(other) });
    const file = await backedUp(other);
    await harness.call("users.add", { username: "ada" });
    await harness.call("seeds.run", { file, passphrase });
    expect((await harness.call("inventory.list", {})).rows).toMatchObject([
      { serial: "D-1", model: "Card", state: "assigned" },
    ]);
    expect(await tokensOf("ada")).toMatchObject([{ serial: "D-1", label: "Card", status: "active" }]);
  });

  test("opens with a backup key as well, which its passphrase does not", async () => {
    await enrol(other, "ada");
    const { identity } = await other.call("recipients.make", { name: "Safe" });
    const { identity: wrong } = await harness.call("recipients.make", { name: "Another" });
    const file = join(folder, "keys.age");
    await other.call("archive.create", { file });
    expect(await harness.refuse("seeds.dryRun", { file })).toMatchObject({
      code: "FORMAT_PASSPHRASE_REQUIRED",
      message: expect.stringContaining("AGE-SECRET-KEY") as string,
    });
    for (const bad of [passphrase, wrong, `${identity.slice(0, -1)}Q`]) {
      const refusal = await harness.refuse("seeds.dryRun", { file, passphrase: bad });
      expect(refusal.code, bad).toBe("FORMAT_PASSPHRASE_WRONG");
    }
    const saved = `# created: 2026-01-05\n${identity}\n`;
    const done = await harness.call("seeds.dryRun", { file, passphrase: saved, unmatched: "create" });
    expect(done.sums).toMatchObject({ create: 1 });
  });

  test("is asked for its passphrase, and a wrong one is told apart from damage", async () => {
    await enrol(other, "ada");
    const file = await backedUp(other);
    const refusal = (given: object) => harness.refuse("seeds.dryRun", { file, ...given });
    expect(await refusal({})).toMatchObject({ code: "FORMAT_PASSPHRASE_REQUIRED" });
    expect(await refusal({ passphrase: "not the passphrase" })).toMatchObject({ code: "FORMAT_PASSPHRASE_WRONG" });
    const sound = readFileSync(file);
    for (const damaged of [
      sound.subarray(0, sound.length - 1),
      sound.subarray(0, sound.length >> 1),
      sound.subarray(0, 300),
      Buffer.concat([sound, Buffer.from("x")]),
      Buffer.from(sound).fill(0, sound.length >> 1, (sound.length >> 1) + 1),
    ]) {
      writeFileSync(file, damaged);
      expect(await refusal({ passphrase })).toMatchObject({
        code: "FORMAT_UNREADABLE",
        message: expect.stringContaining("This backup is damaged") as string,
      });
    }
    expect(strays(harness)).toEqual([]);
  });

  test("that is none says so", async () => {
    const file = join(folder, "letter.age");
    writeFileSync(file, await encryptCheaply(Buffer.from("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP\n"), passphrase));
    expect(await harness.refuse("seeds.dryRun", { file, passphrase })).toMatchObject({
      code: "FORMAT_UNREADABLE",
      message: expect.stringContaining("Decrypt it first") as string,
    });
  });

  test("whose passphrase would take more than the ceiling is not tried, and above the usual cost only by consent", async () => {
    const stanza = (factor: number): string =>
      `age-encryption.org/v1\n-> scrypt ${"A".repeat(22)} ${factor}\n${"A".repeat(43)}\n--- ${"A".repeat(43)}\nx`;
    const file = join(folder, "costly.age");
    writeFileSync(file, stanza(30));
    expect(await harness.refuse("seeds.dryRun", { file, passphrase })).toMatchObject({
      code: "COST_REFUSED",
      details: { canAccept: false },
    });
    writeFileSync(file, stanza(19));
    expect(await harness.refuse("seeds.dryRun", { file, passphrase })).toMatchObject({
      code: "COST_REFUSED",
      details: { canAccept: true, memoryMiB: 512 },
    });
  });
});

test("a backup of the same console changes nothing", async () => {
  await allowEverything(harness);
  await enrol(harness, "ada");
  await harness.call("users.add", { username: "grace" });
  await enrolPhone(harness, "grace", { kind: "hotp" });
  await harness.call("inventory.add", { serial: "D-1", seed: deviceSeed.toString("hex") });
  const file = await backedUp(harness);
  const done = await harness.call("seeds.run", { file, passphrase, unmatched: "create" });
  expect(done).toMatchObject({ importId: null, sums: { entries: 3, unchanged: 3 } });
});

test("an import that is stopped leaves nothing of the backup behind", async () => {
  await enrol(other, "ada");
  const file = await backedUp(other);
  const stop = new AbortController();
  const stopped = harness.refuse("seeds.dryRun", { file, passphrase }, undefined, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(await stopped).toMatchObject({ code: "CANCELLED" });
  expect(strays(harness)).toEqual([]);
});
