import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Outgoing } from "#main/formats/format.ts";
import { keepass } from "#main/formats/keepass/keepass.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

// Each code is a process that derives the key of a database.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const password = "correct horse battery 71";

const sent: readonly Outgoing[] = (
  [
    ["Example VPN", "ada", 20, "SHA1", 6, 30],
    ["Beispiel & Söhne <Mainz>", "élodie@example.org", 32, "SHA256", 8, 60],
    ['A:B "quoted"', "o'neill, j;r", 64, "SHA512", 6, 30],
    ["Example Short", "lin", 10, "SHA1", 8, 30],
    ["Example Odd", "grace", 21, "SHA512", 8, 60],
  ] as const
).map(([issuer, account, length, algorithm, digits, period], index) => ({
  username: account,
  name: account,
  email: "",
  externalId: "",
  label: "Phone",
  serial: `CSGN0000000${index}`,
  hardware: false,
  model: "",
  issuer,
  account,
  kind: "totp",
  algorithm,
  digits,
  period,
  seed: Buffer.from(Array.from({ length }, (_, at) => (at * 37 + index * 11 + 5) % 256)),
  counter: 0,
  lastStep: null,
  drift: 0,
  createdAt: Date.UTC(2026, 0, 1),
}));

/** @param input what is typed */
function run(command: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { env: { ...process.env, LC_ALL: "C.UTF-8" } }, (fault, stdout, stderr) =>
      fault ? reject(new Error(`${fault.message}\n${stderr}`)) : resolve(stdout),
    );
    if (input === "") child.stdin?.destroy();
    else child.stdin?.end(input);
  });
}

async function* each(): AsyncGenerator<Outgoing> {
  yield* sent;
}

const kept = async (file: string, passphrase: string | null): Promise<unknown[]> => {
  const { format, entries } = await readSeeds(file, opening(passphrase));
  expect(format).toBe("keepass");
  return entries.map((entry) =>
    entry.verdict === "refused"
      ? entry
      : [entry.issuer, entry.account, entry.seed.toString("hex"), entry.algorithm, entry.digits, entry.period],
  );
};

const expected = sent.map(({ issuer, account, seed, algorithm, digits, period }) => [
  issuer,
  account,
  seed.toString("hex"),
  algorithm,
  digits,
  period,
]);

describe.skipIf(toolsMissing("keepassxc", "oathtool"))("KeePassXC", () => {
  let folder = "";
  let database = "";
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "countersign-keepass-"));
    database = path.join(folder, "ours.kdbx");
    const xml = path.join(folder, "ours.xml");
    const pieces: string[] = [];
    for await (const { data } of keepass.write?.write(each(), {}) ?? []) pieces.push(data.toString());
    await writeFile(xml, pieces.join(""));
    const args = ["import", "-p", "-t", "100", xml, database];
    await run(requireTool("keepassxc"), args, `${password}\n${password}\n`);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.for(sent.map((one) => [one.issuer, one] as const))(
    "takes in what is written, and shows the same code for %s",
    async ([title, { account, seed, algorithm, digits, period }]) => {
      const hash = algorithm.toLowerCase();
      const code = async (): Promise<string> => {
        const how = [`--totp=${hash}`, "-s", `${period}s`, "-d", String(digits), seed.toString("hex")];
        return (await run(requireTool("oathtool"), how)).trim();
      };
      const before = await code();
      const shown = await run(requireTool("keepassxc"), ["show", "-q", "-t", database, `/${title}`], `${password}\n`);
      // A step can end between the one and the other.
      expect([before, await code()]).toContain(shown.trim());
      const name = await run(
        requireTool("keepassxc"),
        ["show", "-q", "-a", "UserName", database, `/${title}`],
        `${password}\n`,
      );
      expect(name.trim()).toBe(account);
    },
  );

  test("makes a database of it that is read again as it was", async () => {
    expect(await kept(database, password)).toEqual(expected);
    await expect(kept(database, "not the password")).rejects.toMatchObject({ code: "FORMAT_PASSPHRASE_WRONG" });
  });

  test.for(["xml", "csv"])("exports it as %s, which is read again as it was", async (form) => {
    const file = path.join(folder, `theirs.${form}`);
    const content = await run(requireTool("keepassxc"), ["export", "-q", "-f", form, database], `${password}\n`);
    await writeFile(file, content);
    expect(await kept(file, null)).toEqual(expected);
  });
});
