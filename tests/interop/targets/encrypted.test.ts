import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

let harness: Harness;
let folder = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  folder = temporaryFolder();
});

/** A new pair, whose identity lies in a file for the age command. */
async function newReader(name: string): Promise<{ recipient: string; keyFile: string }> {
  const { identity, recipient } = await makeIdentity();
  const keyFile = join(folder, `${name}.key`);
  writeFileSync(keyFile, `${identity}\n`, { mode: 0o600 });
  return { recipient, keyFile };
}

const opened = (file: string, keyFile: string): Buffer =>
  execFileSync(requireTool("age"), ["-d", "-i", keyFile, file], { stdio: ["ignore", "pipe", "pipe"] });

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Files of these folders in which a seed stands as it is. */
const readable = (seed: string, ...folders: string[]): string[] =>
  folders
    .flatMap((place) => globSync("**/*", { cwd: place }).map((name) => join(place, name)))
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(seed));

describe.skipIf(toolsMissing("age"))("an export that is encrypted at once", () => {
  test("is opened by age with any of its keys, and by no other", async () => {
    const { secret } = await enrol(harness, "ada");
    const [first, second, other] = [await newReader("first"), await newReader("second"), await newReader("other")];
    const to = join(folder, "keys.txt.age");
    const exported = await harness.call("targets.export", {
      format: "otpauth",
      to,
      encryptTo: [first.recipient, ` ${second.recipient} `, first.recipient],
    });
    const written = readFileSync(to);
    expect(exported).toMatchObject({
      to,
      sums: { go: 1 },
      encryptedTo: [first.recipient, second.recipient],
      files: [{ name: "keys.txt.age", bytes: written.length, sha256: sha256(written) }],
    });
    expect(statSync(to).mode & 0o777).toBe(0o600);
    for (const { keyFile } of [first, second]) expect(String(opened(to, keyFile))).toContain(`secret=${secret}`);
    expect(() => opened(to, other.keyFile)).toThrow(/no identity matched/u);
    expect(readable(secret, folder, harness.dataDir)).toEqual([]);
    const [event] = (await harness.call("audit.list", {})).rows;
    expect(event).toMatchObject({
      action: "token.export",
      details: { encryptedTo: `${first.recipient} ${second.recipient}` },
    });
    // The same file in the clear differs from it in nothing but the encryption.
    const plain = join(folder, "plain.txt");
    await harness.call("targets.export", { format: "otpauth", to: plain });
    expect(opened(to, first.keyFile)).toEqual(readFileSync(plain));
  });

  test("is one tar of what would be a folder", async () => {
    const { secret } = await enrol(harness, "ada");
    await enrol(harness, "zoë");
    const reader = await newReader("reader");
    const to = join(folder, "people.tar.age");
    const exported = await harness.call("targets.export", {
      format: "google-authenticator",
      to,
      encryptTo: [reader.recipient],
    });
    expect(exported.files).toEqual([
      { name: "people.tar.age", bytes: statSync(to).size, sha256: sha256(readFileSync(to)) },
    ]);
    expect(readable(secret, folder, harness.dataDir)).toEqual([]);
    const place = temporaryFolder();
    execFileSync("tar", ["-xpf", "-"], { cwd: place, input: opened(to, reader.keyFile) });
    expect(readdirSync(join(place, "people")).toSorted()).toEqual(["ada", "zoë"]);
    expect(statSync(join(place, "people")).mode & 0o777).toBe(0o700);
    expect(statSync(join(place, "people", "ada")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(place, "people", "ada"), "utf8").split("\n")[0]).toBe(secret);
  });

  test("is for a system as well, which remembers what it was handed", async () => {
    await enrol(harness, "ada");
    const reader = await newReader("reader");
    const { id } = await harness.call("targets.add", { name: "VPN", format: "google-authenticator" });
    const to = join(folder, "vpn.tar.age");
    const handed = await harness.call("targets.handOver", { id, to, encryptTo: [reader.recipient] });
    expect(handed).toMatchObject({ encryptedTo: [reader.recipient], target: { handed: 1 } });
    const names = execFileSync("tar", ["-tf", "-"], { input: opened(to, reader.keyFile), encoding: "utf8" });
    expect(names.trim().split("\n")).toEqual(["vpn/", "vpn/ada"]);
    const again = await harness.call("targets.handOver", { id, to: `${to}.2`, encryptTo: [reader.recipient] });
    expect(again).toMatchObject({ to: null, encryptedTo: [], files: [] });
    expect(existsSync(`${to}.2`)).toBe(false);
  });

  test("of nobody opens to nothing", async () => {
    const reader = await newReader("reader");
    const to = join(folder, "empty.age");
    await harness.call("targets.export", { format: "otpauth", to, encryptTo: [reader.recipient] });
    expect(opened(to, reader.keyFile)).toHaveLength(0);
  });
});

describe("a recipient that nothing can be encrypted for", () => {
  test.each([
    ["a secret key", "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ"],
    ["a typing mistake", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcacx"],
    ["a plugin's", "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t"],
    ["a name that nobody has", "Head office"],
  ])("is refused before anything is written: %s", async (_, bad) => {
    await enrol(harness, "ada");
    const { recipient } = await makeIdentity();
    const to = join(folder, "keys.age");
    const asked = harness.call("targets.export", { format: "otpauth", to, encryptTo: [recipient, bad] });
    await expect(asked).rejects.toThrow(/RECIPIENT_REFUSED .*"encryptTo":/u);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("whoever approves an export is told who can open it, and an approval of one is none of another", async () => {
  await enrol(harness, "ada");
  const { recipient } = await makeIdentity();
  const { recipient: other } = await makeIdentity();
  await harness.call("recipients.add", { name: "Safe in room 12", recipient });
  const request = (encryptTo: string[]) =>
    harness.call("approvals.request", {
      procedure: "targets.export",
      input: { format: "otpauth", to: join(folder, "keys.age"), encryptTo },
    });
  const approval = await request([recipient, other]);
  expect(approval?.facts).toEqual(
    expect.arrayContaining([
      `Encrypted for Safe in room 12: ${recipient}`,
      `Encrypted for ${other}, which is none of the recipients of backups`,
    ]),
  );
  expect((await request([recipient, other]))?.id).toBe(approval?.id);
  expect((await request([recipient]))?.id).not.toBe(approval?.id);
});
