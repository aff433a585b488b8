import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { strayWrites, writesOf } from "../../../scripts/lib/layers/writes.ts";

describe("who writes to the store", () => {
  test.each([
    ["store.write(async (tx) => work(tx));", [1]],
    ["const a = 1;\nopened(context).store.write(work);", [2]],
    ["live.write(function (tx) {});", [1]],
    ['process.stderr.write("text"); tar.write(chunk); handle.write(chunk, 0); clipboard.write(input.text);', []],
  ])("%s", (source, lines) => {
    expect(writesOf("x.ts", source)).toEqual(lines);
  });

  test("is only the one way to change something", () => {
    const folder = mkdtempSync(join(tmpdir(), "writes-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const path of ["src/main/call/change.ts", "src/main/directory/x.ts"]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "store.write(async (tx) => work(tx));");
    }
    expect(strayWrites(folder)).toEqual([expect.stringContaining("src/main/directory/x.ts:1 ")]);
  });
});
