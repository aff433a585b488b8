import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Spool } from "#main/targets/spool.ts";
import { temporaryFolder } from "../../support/harness.ts";

async function read(spool: Spool): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of spool.content()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

test("little stays in memory", async () => {
  const path = join(temporaryFolder(), "spool");
  const spool = new Spool("ada", path);
  await spool.write("one ");
  await spool.write(Buffer.from("two"));
  expect(spool.size).toBe(7);
  expect(String(await read(spool))).toBe("one two");
  expect(existsSync(path)).toBe(false);
  await spool.remove();
  await spool.remove();
});

test("much waits on the disk, where nobody can read it, and is gone afterwards", async () => {
  const path = join(temporaryFolder(), "spool");
  const spool = new Spool("ada", path);
  const planted = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  const content = Buffer.concat([Buffer.from(planted.repeat(1000)), randomBytes(3 * 1024 * 1024)]);
  for (let from = 0; from < content.length; from += 70_000) await spool.write(content.subarray(from, from + 70_000));
  const waiting = readFileSync(path);
  expect(waiting.length).toBeGreaterThan(2 * 1024 * 1024);
  expect(waiting.includes(planted)).toBe(false);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect((await read(spool)).equals(content)).toBe(true);
  await spool.remove();
  expect(existsSync(path)).toBe(false);
});
