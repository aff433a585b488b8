import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { privacyidea } from "#main/formats/privacyidea/privacyidea.ts";
import { outgoing, writeSeeds } from "../../support/outgoing.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-fernet-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const key = "Zm9yIHRlc3RzIG9ubHksIGEga2V5IG9mIDMyIGJ5dCE=";

const python = (code: string, ...given: string[]): string =>
  execFileSync(requireTool("python"), ["-c", code, ...given], { encoding: "utf8" });

// As the import of privacyIDEA's token janitor begins.
const open = `
import json, sys
from cryptography.fernet import Fernet
print(json.dumps(json.loads(Fernet(sys.argv[2]).decrypt(open(sys.argv[1]).read()).decode("utf-8"))))`;

const seal = `
import json, sys
from cryptography.fernet import Fernet
open(sys.argv[1], "w").write(Fernet(sys.argv[2]).encrypt(json.dumps(json.loads(sys.argv[3]), indent=2).encode()).decode())`;

describe.skipIf(toolsMissing("python", "pythonCryptography"))("python-cryptography", () => {
  test("opens what is written for privacyIDEA, in which every token has its owner, hash, step and counter", async () => {
    const file = path.join(folder, "tokens.pi");
    const seed = Buffer.from("12345678901234567890");
    const sent = [
      outgoing("élodie", {
        serial: "CSGN00000001",
        algorithm: "SHA256",
        digits: 8,
        period: 60,
        lastStep: 57_000_000,
        seed,
      }),
      outgoing("", { serial: "2600215700001", kind: "hotp", counter: 12, model: "C100", hardware: true, seed }),
    ];
    await writeSeeds(privacyidea, file, sent, { passphrase: key, realm: "example" });
    expect(JSON.parse(python(open, file, key))).toEqual([
      {
        serial: "CSGN00000001",
        type: "totp",
        otpkey: seed.toString("hex"),
        otplen: 8,
        count: 57_000_000,
        description: "Phone",
        info_list: { hashlib: "sha256", timeStep: "60" },
        user: { login: "élodie", realm: "example", resolver: "" },
      },
      {
        serial: "2600215700001",
        type: "hotp",
        otpkey: seed.toString("hex"),
        otplen: 6,
        count: 12,
        description: "C100",
        info_list: { hashlib: "sha1" },
      },
    ]);
  });

  test("opens a list of any length, and an empty one", async () => {
    const file = path.join(folder, "many.pi");
    for (const count of [0, 1, 2, 3, 2000]) {
      const sent = Array.from({ length: count }, (_, at) => outgoing(`user${at}`, { serial: `CSGN${at}` }));
      await writeSeeds(privacyidea, file, sent, { passphrase: key, realm: "example" });
      expect(JSON.parse(python(open, file, key))).toHaveLength(count);
      expect((await readSeeds(file, opening(key))).entries).toHaveLength(count);
    }
  });

  test("makes what is read, with owners", async () => {
    const file = path.join(folder, "theirs.pi");
    const tokens = Array.from({ length: 1500 }, (_, at) => ({
      serial: `TOTP${at}`,
      type: "totp",
      otpkey: "3132333435363738393031323334353637383930",
      otplen: 6,
      count: 0,
      description: 'a "quote", a brace } and a backslash \\',
      info_list: { hashlib: "sha512", timeStep: "60" },
      user: { login: `üser${at}`, realm: "example", resolver: "r", uid: at },
    }));
    python(seal, file, key, JSON.stringify(tokens.slice(0, 300)));
    const { format, entries } = await readSeeds(file, opening(key));
    expect(format).toBe("privacyidea");
    expect(entries.map((entry) => (entry.verdict === "kept" ? entry.owner.username : entry))).toEqual(
      tokens.slice(0, 300).map(({ user }) => user.login),
    );
    expect(entries[0]).toMatchObject({ algorithm: "SHA512", period: 60, serial: "TOTP0" });
  });
});
