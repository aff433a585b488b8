import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { risingArrows, violations } from "../../../scripts/lib/layers/check.ts";
import { circles, readGraph } from "../../../scripts/lib/layers/graph.ts";
import { importsOf } from "../../../scripts/lib/layers/imports.ts";
import { rules } from "../../../scripts/lib/layers/rules.ts";

const folders: string[] = [];

/** A project with these sources, by path. */
function project(sources: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "layers-"));
  folders.push(folder);
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function faultsOf(sources: Record<string, string>): string[] {
  return violations(readGraph(project(sources)), rules);
}

describe("imports that are seen", () => {
  test.each([
    ['import { a } from "./a.ts";', "./a.ts"],
    ['import type { A } from "./a.ts";', "./a.ts"],
    ['import "./a.ts";', "./a.ts"],
    ['export { a } from "./a.ts";', "./a.ts"],
    ['export * from "./a.ts";', "./a.ts"],
    ['const a = await import("./a.ts");', "./a.ts"],
    ['type A = import("./a.ts").A;', "./a.ts"],
    ['const a = require("./a.ts");', "./a.ts"],
    ['new Worker(new URL("./a.ts", import.meta.url));', "./a.ts"],
    ["const a = await import(name);", undefined],
  ])("%s", (source, specifier) => {
    expect(importsOf("x.ts", source)).toEqual([expect.objectContaining({ specifier, line: 1 })]);
  });

  test("with their line, also in TSX", () => {
    expect(importsOf("x.tsx", 'const a = <b />;\n\nimport "./c.ts";')).toEqual([
      { specifier: "./c.ts", line: 3, typeOnly: false },
    ]);
  });

  test("both sides of a choice of URLs, when they are sources", () => {
    const source = 'new URL(built ? "./a.js" : "./a.ts", import.meta.url);';
    expect(importsOf("x.ts", source)).toEqual([{ specifier: "./a.ts", line: 1, typeOnly: false }]);
  });

  test("a URL that is not a module is none", () => {
    expect(importsOf("x.ts", 'new URL("./icon.png", import.meta.url);')).toEqual([]);
    expect(importsOf("x.ts", 'new URL("https://example.org");')).toEqual([]);
  });

  test("a source that does not parse is an error, not an empty list", () => {
    expect(() => importsOf("x.ts", "import {")).toThrow("x.ts does not parse");
  });
});

describe("planted faults are caught", () => {
  const record = {
    "src/shared/model/a.ts": "export const a = 1;",
    "src/main/administrators/access/a.ts": "export const a = 1;",
    "src/main/store/sqlite/a.ts": "export const a = 1;",
  };

  test.each([
    ["src/renderer/ui/x.tsx", 'import "../../main/administrators/access/a.ts";'],
    ["src/renderer/ui/x.tsx", 'import "#main/administrators/access/a.ts";'],
    ["src/renderer/ui/x.tsx", 'import "node:fs";'],
    ["src/renderer/ui/x.tsx", 'import "fs/promises";'],
    ["src/renderer/features/users/x.ts", 'import "../tokens/a.ts";'],
    ["src/shared/x.ts", 'import "react";'],
    ["src/shared/x.ts", 'import "node:crypto";'],
    ["src/preload/x.ts", 'import "#main/administrators/access/a.ts";'],
    ["src/cli/x.ts", 'import "#main/administrators/access/a.ts";'],
    ["src/chromium-host/x.ts", 'import "#shared/model/a.ts";'],
    ["src/chromium-host/x.ts", 'import { app } from "electron";'],
    ["src/main/store/x.ts", 'import "../administrators/access/a.ts";'],
    ["src/main/keys/x.ts", 'import type { A } from "../administrators/access/a.ts";'],
    ["src/main/directory/x.ts", 'import "../administrators/access/a.ts";'],
    ["src/main/administrators/access/x.ts", 'import { app } from "electron";'],
    ["src/main/console.ts", 'import { app } from "electron";'],
    ["src/main/administrators/access/x.ts", 'import Database from "better-sqlite3";'],
    ["src/main/store/people/x.ts", 'import Database from "better-sqlite3";'],
    ["src/main/store/people/x.ts", 'import "../sqlite/a.ts";'],
    ["src/main/administrators/access/x.ts", 'import type { A } from "../../store/sqlite/a.ts";'],
    ["src/main/administrators/access/x.ts", 'import keytar from "keytar";'],
    ["src/main/administrators/access/x.ts", 'import "./missing.ts";'],
    ["src/main/administrators/access/x.ts", "await import(name);"],
    ["src/main/unknown-room/x.ts", "export const a = 1;"],
    ["src/renderer/unknown-part/x.ts", "export const a = 1;"],
  ])("%s: %s", (path, source) => {
    const faults = faultsOf({ ...record, "src/renderer/features/tokens/a.ts": "export const a = 1;", [path]: source });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(path);
  });

  test("what is allowed is let through", () => {
    expect(
      faultsOf({
        ...record,
        "src/main/administrators/access/x.ts":
          'import "./a.ts"; import "#shared/model/a.ts"; import "node:crypto"; import "otplib";',
        "src/chromium-host/x.ts": 'import type { App } from "electron"; import "node:fs";',
        "src/main/window/x.ts": 'import { app } from "electron";',
        "src/main/store/open.ts": 'import "./sqlite/a.ts";',
        "src/main/store/sqlite/x.ts": 'import "./a.ts"; import Database from "better-sqlite3";',
        "src/preload/index.ts": 'import { ipcRenderer } from "electron"; import "../shared/model/a.ts";',
        "src/renderer/features/users/x.tsx": 'import "react"; import "../../ui/a.ts"; import "#shared/model/a.ts";',
        "src/renderer/ui/a.ts": "export const a = 1;",
      }),
    ).toEqual([]);
  });
});

describe("floors", () => {
  const floor = (path: string, ...may: string[]) => ({ path, may, packages: "any" as const, node: true });

  test("a room that may use one above it is found, by file or folder", () => {
    const floors = [floor("a", "c/x.ts"), floor("b", "a"), floor("c", "a", "b")];
    expect(risingArrows({ areas: [], owners: [], closed: [], floors })).toEqual([
      "a may import c, which stands above it",
    ]);
  });

  test("of the project none is", () => {
    expect(rules.floors.length).toBeGreaterThan(25);
    expect(risingArrows(rules)).toEqual([]);
  });
});

describe("circles", () => {
  test("a long one is found, type imports included, and what hangs on it is not part of it", () => {
    const graph = readGraph(
      project({
        "src/a.ts": 'import "./b.ts";',
        "src/b.ts": 'import type { C } from "./c.ts";',
        "src/c.ts": 'export * from "./a.ts";',
        "src/d.ts": 'import "./a.ts";',
      }),
    );
    expect(circles(graph).map((group) => group.toSorted())).toEqual([["src/a.ts", "src/b.ts", "src/c.ts"]]);
  });

  test("a module that imports itself is one", () => {
    expect(circles(readGraph(project({ "src/a.ts": 'import "./a.ts";' })))).toEqual([["src/a.ts"]]);
  });

  test("two ways to the same module are none", () => {
    const sources = { "src/a.ts": 'import "./b.ts"; import "./c.ts";', "src/b.ts": 'import "./c.ts";', "src/c.ts": "" };
    expect(circles(readGraph(project(sources)))).toEqual([]);
  });
});
