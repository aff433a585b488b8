import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

let harness: Harness;
let folder = "";
const passphrase = "correct horse 71";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

test("what is exported as PSKC is imported again and changes nothing", async () => {
  const { secret } = await enrol(harness, "ada");
  const to = path.join(folder, "tokens.xml");
  const exported = await harness.call("targets.export", { format: "pskc", to, settings: { passphrase } });
  expect(exported).toMatchObject({ sums: { go: 1, leftOut: 0 } });
  expect(readFileSync(to, "utf8")).not.toContain(secret);
  const [event] = (await harness.call("audit.list", {})).rows;
  expect(JSON.stringify(event)).not.toContain(passphrase);
  expect(await harness.refuse("seeds.run", { file: to })).toMatchObject({ code: "FORMAT_PASSPHRASE_REQUIRED" });
  const wrong = { file: to, passphrase: "correct horse 72" };
  expect(await harness.refuse("seeds.run", wrong)).toMatchObject({ code: "FORMAT_PASSPHRASE_WRONG" });
  expect(await harness.call("seeds.run", { file: to, passphrase })).toMatchObject({
    importId: null,
    sums: { unchanged: 1, create: 0 },
  });
});

test("a passphrase that LinOTP could not take is refused before anything is written", async () => {
  await enrol(harness, "ada");
  const to = path.join(folder, "tokens.xml");
  const input = { format: "pskc", to, settings: { passphrase: "pässwörd" } };
  await expect(harness.call("targets.export", input)).rejects.toMatchObject({
    message: expect.stringContaining("INVALID_INPUT") as string,
  });
  expect(() => statSync(to)).toThrow("ENOENT");
});

test("FreeIPA gets a folder with the tokens and the commands that hand them out", async () => {
  await enrol(harness, "ada");
  await enrol(harness, "grace");
  const to = path.join(folder, "freeipa");
  const exported = await harness.call("targets.export", { format: "freeipa", to, settings: { passphrase } });
  expect(exported).toMatchObject({ sums: { go: 2, leftOut: 0 } });
  const commands = readFileSync(path.join(to, "owners.sh"), "utf8").split("\n");
  expect(commands.filter((line) => line.startsWith("ipa "))).toEqual([
    expect.stringMatching(/^ipa otptoken-mod '[A-Za-z0-9]{4}[0-9A-F]{8}' --owner='ada'$/u),
    expect.stringMatching(/^ipa otptoken-mod '[A-Za-z0-9]{4}[0-9A-F]{8}' --owner='grace'$/u),
  ]);
  const file = path.join(to, "tokens.xml");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await harness.call("seeds.run", { file, passphrase })).toMatchObject({ sums: { unchanged: 2, create: 0 } });
});
