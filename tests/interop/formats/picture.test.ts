import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { base32nopad } from "@scure/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeKeyUri } from "#main/formats/key-uri.ts";
import { outgoing } from "../../support/outgoing.ts";
import { readSeeds } from "../../support/seed-files.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-qr-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(toolsMissing("qrencode", "oathtool"))("a QR code that another program made", () => {
  test.for([
    ["as usual", []],
    ["light on dark", ["--foreground=FFFFFF", "--background=000000"]],
    ["with the least redundancy and a pixel a module", ["-s", "1", "-l", "L"]],
    ["of version 20", ["-v", "20", "-l", "H"]],
  ] as const)("is read (%s), and its key makes the codes of oathtool", async ([, options]) => {
    const sent = outgoing("ada", { account: "Élodie", seed: Buffer.from("98765432109876543210") });
    const file = path.join(folder, "code.png");
    execFileSync(requireTool("qrencode"), ["-o", file, ...options, writeKeyUri(sent)]);
    const { format, entries } = await readSeeds(file);
    expect(format).toBe("picture");
    const [entry] = entries;
    if (entry?.verdict !== "kept") throw new Error("it was refused");
    const code = (key: Buffer): string =>
      execFileSync(requireTool("oathtool"), ["--totp", "-b", "-N", "@1234567890", base32nopad.encode(key)], {
        encoding: "utf8",
      });
    expect(code(entry.seed)).toBe(code(sent.seed));
    expect(entry.account).toBe("Élodie");
  });
});
