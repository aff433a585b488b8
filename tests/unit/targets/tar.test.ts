import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { headerOf, padding, tarEnd } from "#main/targets/tar.ts";
import { temporaryFolder } from "../../support/harness.ts";

const at = Date.UTC(2026, 0, 5, 8);

const tarOf = (files: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    headerOf({ name: "keys/", kind: "folder", size: 0, at }),
    ...Object.entries(files).flatMap(([name, content]) => [
      headerOf({ name: `keys/${name}`, kind: "file", size: content.length, at }),
      content,
      padding(content.length),
    ]),
    tarEnd,
  ]);

/** Unpacks with the system's tar. */
function unpacked(tar: Buffer): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "keys.tar"), tar);
  execFileSync("tar", ["-xpf", "keys.tar"], { cwd: folder });
  return join(folder, "keys");
}

describe("what tar unpacks", () => {
  test.each([0, 1, 511, 512, 513, 20_000])("is a file of %i bytes, for its owner only", (size) => {
    const content = Buffer.alloc(size, "x");
    const folder = unpacked(tarOf({ ada: content }));
    expect(readFileSync(join(folder, "ada"))).toEqual(content);
    expect(statSync(join(folder, "ada")).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "ada")).mtimeMs).toBe(at);
  });

  test.each([
    "Zoë",
    "木村",
    "a".repeat(94),
    "a".repeat(95),
    "a".repeat(96),
    "a".repeat(250),
    "é".repeat(120),
    // The record says its own length, which has a digit more then.
    "b".repeat(80),
    "b".repeat(79) + "ü",
  ])("has the name %s", (name) => {
    expect(readdirSync(unpacked(tarOf({ [name]: Buffer.from("x"), last: Buffer.from("y") }))).toSorted()).toEqual(
      [name, "last"].toSorted(),
    );
  });
});

test("more bytes than a header can say are refused", () => {
  expect(() => headerOf({ name: "x", kind: "file", size: 8 ** 11, at })).toThrow(RangeError);
});
