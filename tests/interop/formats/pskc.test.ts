import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freeipa } from "#main/formats/freeipa/freeipa.ts";
import type { Format, Outgoing } from "#main/formats/format.ts";
import { pskc, pskcPlain, pskcStrong } from "#main/formats/pskc/pskc.ts";
import { watchguard } from "#main/formats/watchguard/watchguard.ts";
import { outgoing, writeSeeds } from "../../support/outgoing.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-pskc-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const passphrase = "correct horse 71";

const entries: readonly Outgoing[] = [
  outgoing("ada", { account: "Élodie <&> 'Müller'" }),
  outgoing("grace, h", {
    serial: "CSGN0000000A",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
    seed: Buffer.alloc(32, 7),
    model: 'Fob "2"',
    hardware: true,
  }),
  outgoing("ada", {
    serial: "CSGN0000000B",
    kind: "hotp",
    algorithm: "SHA512",
    counter: 4_000_000_000,
    seed: Buffer.alloc(64, 9),
  }),
];

/** @returns the container's path */
async function write(format: Format): Promise<string> {
  const target = mkdtempSync(path.join(folder, "written-"));
  const to = format.write?.form === "file" ? path.join(target, "tokens.xml") : target;
  await writeSeeds(format, to, entries, { passphrase });
  return path.join(target, "tokens.xml");
}

const columns = "serial,secret,algorithm,algorithm_suite,response_length,counter,time_interval,userid,friendly_name";
const hotp = "urn:ietf:params:xml:ns:keyprov:pskc:hotp";
const totp = "urn:ietf:params:xml:ns:keyprov:pskc:totp";

const asTable = [
  columns,
  `CSGN00000001,${"12345678901234567890".replaceAll(/./gu, "3$&")},${totp},sha1,6,,30,UID=ada,Élodie <&> 'Müller'`,
  `CSGN0000000A,${"07".repeat(32)},${totp},sha256,8,,60,"UID=grace\\, h","grace, h"`,
  `CSGN0000000B,${"09".repeat(64)},${hotp},sha512,6,4000000000,,UID=ada,ada`,
  "",
].join("\n");

const toTable = (file: string, password: string | null) =>
  spawnSync(
    requireTool("pskc2csv"),
    ["-c", columns, "-e", "hex", ...(password === null ? [] : ["-p", password]), file],
    {
      encoding: "utf8",
      env: { ...process.env, PYTHONIOENCODING: "utf-8" },
    },
  );

const all = [pskc, pskcStrong, pskcPlain, freeipa].map((format) => [format.id, format] as const);

describe.skipIf(toolsMissing("pskctool"))("pskctool", () => {
  test.for(all)("finds %s to be PSKC as its schema has it", async ([, format]) => {
    const file = await write(format);
    expect(execFileSync(requireTool("pskctool"), ["--validate", file], { encoding: "utf8" })).toBe("OK\n");
  });
});

describe.skipIf(toolsMissing("pskc2csv"))("pskc2csv", () => {
  test.for(all)("reads the same out of %s", async ([, format]) => {
    const { status, stdout } = toTable(await write(format), format.write?.plain === true ? null : passphrase);
    expect(stdout.replaceAll("\r\n", "\n")).toBe(asTable);
    expect(status).toBe(0);
  });

  const encrypted = all.filter(([, format]) => format.write?.plain === false);

  test.for(encrypted)("does not open %s with another password", async ([, format]) => {
    const { status, stdout } = toTable(await write(format), "correct horse 72");
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.not.stringContaining("CSGN") as string });
  });

  test.for(encrypted)("does not open %s when a key in it was changed", async ([, format]) => {
    const file = await write(format);
    const written = readFileSync(file, "utf8");
    const at = written.lastIndexOf("<xenc:CipherValue>") + "<xenc:CipherValue>".length + 30;
    writeFileSync(file, `${written.slice(0, at)}${written[at] === "A" ? "B" : "A"}${written.slice(at + 1)}`);
    expect(toTable(file, passphrase).status).toBe(1);
    // So does the console: this entry, and no other.
    const read = await readSeeds(file, opening(passphrase));
    expect(read.entries.map(({ verdict }) => verdict)).toEqual(["kept", "kept", "refused"]);
  });
});

describe.skipIf(toolsMissing("pskctool", "pskc2csv"))("WatchGuard's container", () => {
  test("is valid, and opens with its key", async () => {
    const file = path.join(folder, "watchguard.xml");
    const key = "4a057f6ab6fcb57ab5408e46a9835e68";
    await writeSeeds(watchguard, file, entries.slice(0, 1), { passphrase: key });
    expect(execFileSync(requireTool("pskctool"), ["--validate", file], { encoding: "utf8" })).toBe("OK\n");
    const open = (given: string) =>
      spawnSync(requireTool("pskc2csv"), ["-c", "serial,secret", "-e", "base32", "-s", given, file], {
        encoding: "utf8",
      });
    expect(open(key).stdout).toBe("serial,secret\r\nCSGN00000001,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\r\n");
    expect(open(`5${key.slice(1)}`).status).toBe(1);
    expect((await readSeeds(file, opening(key))).entries).toMatchObject([{ verdict: "kept", serial: "CSGN00000001" }]);
  });
});

describe.skipIf(toolsMissing("python", "pythonPskc"))("python-pskc", () => {
  const made = (encryption: string): string => `
import sys
from pskc import PSKC
pskc = PSKC()
pskc.add_key(id="1", serial="PYTH00000001", manufacturer="Maker", secret=bytes(range(20)), response_length=8,
    algorithm="${totp}", algorithm_suite="HMAC-SHA256", time_interval=60, time_offset=0, key_userid="ada")
pskc.add_key(id="2", serial="PYTH00000002", secret=bytes(range(16)), response_length=6, algorithm="${hotp}", counter=41)
${encryption}
pskc.write(sys.argv[1])
`;
  const key = "4a057f6ab6fcb57ab5408e46a9835e68";

  test.for([
    ["not encrypted", "", null],
    ["AES-128 with a key", `pskc.encryption.setup_preshared_key(key=bytes.fromhex("${key}"))`, key],
    [
      "AES-192 with a key",
      `pskc.encryption.setup_preshared_key(key=bytes(24), algorithm="aes192-cbc")`,
      "00".repeat(24),
    ],
    ["AES-128 with a password", `pskc.encryption.setup_pbkdf2("${passphrase}", iterations=1000)`, passphrase],
    [
      "AES-256 with a password, everything encrypted",
      `pskc.mac.setup(algorithm="hmac-sha256")
pskc.encryption.setup_pbkdf2("${passphrase}", iterations=1000, algorithm="aes256-cbc", prf="hmac-sha512",
    fields=["secret", "counter", "time_interval", "time_offset"])`,
      passphrase,
    ],
  ] as const)("writes what is read: %s", async ([name, encryption, given]) => {
    const file = path.join(folder, `${name}.xml`);
    execFileSync(requireTool("python"), ["-c", made(encryption), file]);
    const { entries: read } = await readSeeds(file, opening(given));
    expect(read).toMatchObject([
      { verdict: "kept", kind: "totp", algorithm: "SHA256", digits: 8, period: 60, serial: "PYTH00000001" },
      { verdict: "kept", kind: "hotp", algorithm: "SHA1", digits: 6, counter: 41, serial: "PYTH00000002" },
    ]);
    expect(read.map((entry) => (entry.verdict === "kept" ? entry.seed.toString("hex") : ""))).toEqual([
      "000102030405060708090a0b0c0d0e0f10111213",
      "000102030405060708090a0b0c0d0e0f",
    ]);
  });
});

test("the owner commands for FreeIPA name each token and its person, whatever is in a name", async () => {
  const target = mkdtempSync(path.join(folder, "owners-"));
  const hostile = `x'; touch ${path.join(target, "run")}; ' $(id) \`id\`\\`;
  const sent = [outgoing("ada"), outgoing(hostile, { serial: "C-2_b.3" }), outgoing("", { serial: "CSGN00000003" })];
  const files = await writeSeeds(freeipa, target, sent, { passphrase });
  expect(files.map((file) => path.basename(file)).toSorted()).toEqual(["owners.sh", "tokens.xml"]);
  const log = path.join(target, "log");
  const ipa = path.join(target, "ipa");
  writeFileSync(ipa, `#!/bin/sh\nprintf '%s|' "$@" >> '${log}'\nprintf '\\n' >> '${log}'\n`);
  chmodSync(ipa, 0o755);
  execFileSync("/bin/sh", [path.join(target, "owners.sh")], { env: { PATH: `${target}:/usr/bin:/bin` } });
  expect(readFileSync(log, "utf8")).toBe(
    `otptoken-mod|CSGN00000001|--owner=ada|\notptoken-mod|C-2_b.3|--owner=${hostile}|\n`,
  );
  expect(existsSync(path.join(target, "run"))).toBe(false);
});
