import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aegis } from "#main/formats/aegis/aegis.ts";
import { outgoing, writeSeeds } from "../../support/outgoing.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-aegis-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const passphrase = "correct horse – 71";

/** The vault's own description (docs/vault.md in Aegis's repository), followed by another library. */
const open = `
import base64, json, sys
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

def opened(key, params, data):
    return AESGCM(key).decrypt(bytes.fromhex(params["nonce"]), data + bytes.fromhex(params["tag"]), None)

vault = json.load(open(sys.argv[1], encoding="utf-8"))
(slot,) = vault["header"]["slots"]
assert vault["version"] == 1 and slot["type"] == 1
key = Scrypt(bytes.fromhex(slot["salt"]), 32, slot["n"], slot["r"], slot["p"]).derive(sys.argv[2].encode("utf-8"))
master = opened(key, slot["key_params"], bytes.fromhex(slot["key"]))
print(opened(master, vault["header"]["params"], base64.b64decode(vault["db"], validate=True)).decode("utf-8"))
`;

describe.skipIf(toolsMissing("python", "pythonCryptography"))("an Aegis vault that the console wrote", () => {
  test("is opened by another program with the passphrase, and holds each authenticator as it is", async () => {
    const file = path.join(folder, "vault.json");
    await writeSeeds(
      aegis,
      file,
      [
        outgoing("ada", { account: 'Élodie "x"' }),
        outgoing("lin", {
          kind: "hotp",
          algorithm: "SHA512",
          digits: 8,
          counter: 42,
          seed: Buffer.from("1234567890"),
        }),
        outgoing("kim", { algorithm: "SHA256", period: 60 }),
      ],
      { passphrase },
    );
    const written = execFileSync(requireTool("python"), ["-c", open, file, passphrase], { encoding: "utf8" });
    const { version, entries } = JSON.parse(written) as { version: number; entries: Record<string, unknown>[] };
    expect(version).toBe(3);
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    expect(entries.map(({ type, name, issuer, info }) => ({ type, name, issuer, info }))).toEqual([
      {
        type: "totp",
        name: 'Élodie "x"',
        issuer: "Example Hospital",
        info: { secret, algo: "SHA1", digits: 6, period: 30 },
      },
      {
        type: "hotp",
        name: "lin",
        issuer: "Example Hospital",
        info: { secret: "GEZDGNBVGY3TQOJQ", algo: "SHA512", digits: 8, counter: 42 },
      },
      {
        type: "totp",
        name: "kim",
        issuer: "Example Hospital",
        info: { secret, algo: "SHA256", digits: 6, period: 60 },
      },
    ]);
    expect(new Set(entries.map(({ uuid }) => uuid)).size).toBe(3);
  });

  test("is not opened with another passphrase", async () => {
    const file = path.join(folder, "other.json");
    await writeSeeds(aegis, file, [outgoing("ada")], { passphrase });
    const tried = () =>
      execFileSync(requireTool("python"), ["-c", open, file, "another"], { encoding: "utf8", stdio: "pipe" });
    expect(tried).toThrow("InvalidTag");
  });
});
