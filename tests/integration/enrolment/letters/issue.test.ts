import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { base32nopad } from "@scure/base";
import { describe, expect, it } from "vitest";
import type { OutputOf } from "#shared/contract/index.ts";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";
import { codesOf, oathCode, pagesOf } from "../../../support/letters.ts";
import { toolsMissing } from "../../../support/tools.ts";

async function ready(): Promise<Harness> {
  const harness = await openHarness();
  await setUp(harness);
  return harness;
}

/** @returns the ids, by username */
async function addUsers(harness: Harness, ...usernames: string[]) {
  const ids = new Map<string, OutputOf<"users.add">["id"]>();
  for (const username of usernames) {
    const name = `Person ${username}`;
    ids.set(username, (await harness.call("users.add", { username, name })).id);
  }
  return ids;
}

const everybody = { filter: {} };

const intoFile = (): { kind: "file"; file: string } => ({
  kind: "file",
  file: join(temporaryFolder(), "letters.pdf"),
});

describe.skipIf(toolsMissing("pdftotext", "zbarimg", "oathtool"))("letters, read by other programs", () => {
  it("hold each person's key, and the code that it gives activates", async () => {
    const harness = await ready();
    await addUsers(harness, "ann", "bob", "zoë");
    const into = intoFile();
    const report = await harness.call("letters.issue", { selection: everybody, into });
    expect(report).toMatchObject({
      sums: { total: 3, done: 3, unchanged: 0, refused: 0 },
      path: into.file,
      pages: 3,
    });
    expect(statSync(into.file).mode & 0o777).toBe(0o600);

    const pages = pagesOf(into.file);
    const uris = codesOf(into.file);
    const { rows } = await harness.call("letters.list", {});
    expect(pages).toHaveLength(3);
    for (const [index, page] of pages.entries()) {
      const uri = uris[index] ?? "";
      const username = decodeURIComponent(new URL(uri).pathname).split(":")[1];
      const letter = rows.find((row) => row.username === username);
      const secret = new URL(uri).searchParams.get("secret") ?? "";
      expect(base32nopad.decode(secret)).toHaveLength(20);
      expect(page).toContain(`Person ${username}`);
      expect(page).toContain(letter?.serial);
      expect(page.replaceAll(/\s/gu, "")).toContain(secret);
      expect(letter).toMatchObject({ state: "waiting" });
      const tokenId = letter?.tokenId;
      if (!tokenId) throw new Error("no enrolment");
      const code = oathCode(uri, harness.clock.now());
      expect(await harness.call("tokens.confirm", { tokenId, code })).toMatchObject({ token: { status: "active" } });
    }
    const after = await harness.call("letters.list", { state: "used" });
    expect(after.total).toEqual({ count: 3, exact: true });
  });

  it.each([
    { algorithm: "SHA256", digits: 8, period: 60 },
    { algorithm: "SHA512", digits: 6, period: 30 },
  ] as const)("say which settings an app must be told: %j", async (parameters) => {
    const harness = await ready();
    await addUsers(harness, "ann");
    const into = intoFile();
    await harness.call("letters.issue", { selection: everybody, into, ...parameters });
    const [page = ""] = pagesOf(into.file);
    const flat = page.replaceAll(/\s+/gu, " ");
    expect(flat).toContain(`${parameters.algorithm}, ${parameters.digits} digits, ${parameters.period} seconds`);
    const [uri = ""] = codesOf(into.file);
    const [letter] = (await harness.call("letters.list", {})).rows;
    const code = oathCode(uri, harness.clock.now());
    const tokenId = letter?.tokenId ?? undefined;
    if (!tokenId) throw new Error("no enrolment");
    expect(await harness.call("tokens.confirm", { tokenId, code })).toMatchObject({ token: parameters });
  });

  it("are one file each in a folder, for hostile usernames too", async () => {
    const harness = await ready();
    const hostile = ["../../etc/passwd", "NUL", "con.fig", "דנה", "😀", ".hidden", "a/b\\c?*", "ü".repeat(128)];
    await addUsers(harness, ...hostile);
    const folder = temporaryFolder();
    const report = await harness.call("letters.issue", { selection: everybody, into: { kind: "folder", folder } });
    expect(report).toMatchObject({ path: folder, pages: hostile.length });
    const names = readdirSync(folder);
    expect(names).toHaveLength(hostile.length);
    const serials = report.rows.map(({ serial }) => serial);
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThan(200);
      expect(name).not.toMatch(/^(?:nul|con)\.|^[.-]|[/\\?*]/iu);
      expect(serials.some((serial) => name.endsWith(`-${serial}.pdf`))).toBe(true);
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(pagesOf(join(folder, name))).toHaveLength(1);
      expect(codesOf(join(folder, name))[0]).toMatch(/^otpauth:\/\/totp\/Acme/u);
    }
  });
});
