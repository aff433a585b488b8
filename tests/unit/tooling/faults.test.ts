import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../../scripts/install.mjs";
import { type Fault, readFaults, staleness } from "../../../scripts/lib/faults/fault.ts";
import { tryFaults } from "../../../scripts/lib/faults/try-faults.ts";

/** Each of them starts Vitest several times. */
const timeout = 180_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "faults-test-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A project with one module and its tests. */
function project(tests: string): string {
  const files = {
    "package.json": `{ "type": "module" }`,
    "vitest.config.ts": `export default { test: { projects: [{ test: { name: "unit", include: ["tests/unit/*.test.ts"] } }] } };`,
    "src/limit.ts": `export const most = 5;\nexport const fits = (count: number): boolean => count <= most;\n`,
    "tests/unit/limit.test.ts": tests,
  };
  const at = join(folder, "project");
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), content);
  }
  symlinkSync(join(root, "node_modules"), join(at, "node_modules"), "junction");
  return at;
}

const limits = `
  import { expect, test } from "vitest";
  import { fits, most } from "../../src/limit.ts";
  test("five fit, six do not", () => expect([fits(5), fits(6)]).toEqual([true, false]));
  test("is five", () => expect(most).toBe(5));
  test("was red before", () => expect(most).toBe(7));
`;

const base: Omit<Fault, "name"> = {
  file: "src/limit.ts",
  find: "count <= most",
  replace: "count <= most",
  tests: ["tests/unit/limit.test.ts"],
};

describe("trying faults", () => {
  test(
    "says which tests notice each, and of one that none notices, that it is missed and why",
    { timeout },
    async () => {
      const faults: Fault[] = [
        { ...base, name: "one too few", replace: "count < most" },
        { ...base, name: "nothing" },
        { ...base, name: "seen by another test only", replace: "count < most", named: "is five" },
        { ...base, name: "no module any more", find: "export const most = 5;", replace: "throw new Error();" },
        { ...base, name: "stale", find: "count > most" },
      ];
      const told: string[] = [];
      const warned: string[] = [];
      const tried = await tryFaults(project(limits), faults, {
        control: true,
        tell: ({ fault }) => told.push(fault.name),
        warn: (sentence) => warned.push(sentence),
      });
      const found = Object.fromEntries(tried.map(({ fault, caughtBy, why }) => [fault.name, [caughtBy, why]]));
      expect(found).toEqual({
        "one too few": [["tests/unit/limit.test.ts > five fit, six do not"], ""],
        nothing: [[], "only tests fail that fail without it too"],
        "seen by another test only": [[], "all tests pass"],
        "no module any more": [[], "the module does not load with it"],
        stale: [[], `it no longer fits: "count > most" occurs 0 times`],
      });
      expect(told.toSorted()).toEqual(faults.map(({ name }) => name).toSorted());
      expect(warned).toEqual(["fails without any fault: tests/unit/limit.test.ts > was red before"]);
    },
  );

  test("being told to end, it ends the tests and leaves no copy", { timeout }, async () => {
    const running = join(folder, "running");
    mkdirSync(join(folder, "tmp"));
    const hangs = `
      import { writeFileSync } from "node:fs";
      import { test } from "vitest";
      test("waits", () => { writeFileSync(${JSON.stringify(running)}, ""); return new Promise(() => {}); });`;
    const source = `
      import { main } from ${JSON.stringify(join(root, "scripts/lib/report.ts"))};
      import { tryFaults } from ${JSON.stringify(join(root, "scripts/lib/faults/try-faults.ts"))};
      const told = { control: false, tell() {}, warn() {} };
      await main(async () => {
        await tryFaults(${JSON.stringify(project(hangs))}, ${JSON.stringify([{ ...base, name: "any" }])}, told);
        return 0;
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, TMPDIR: join(folder, "tmp") },
    });
    let output = "";
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const watcher = watch(folder);
    while (!existsSync(running)) await once(watcher, "change");
    watcher.close();
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
    expect(output).toBe("countersign: stopped by SIGINT.\n");
    expect(readdirSync(join(folder, "tmp")).filter((name) => name.startsWith("faults-"))).toEqual([]);
  });
});

test("every fault of tests/faults fits the tree, and there are enough of them", async () => {
  const faults = await readFaults(root);
  const stale = faults.flatMap((fault) => {
    const why = staleness(root, fault);
    return why === undefined ? [] : [`${fault.name}: ${why}`];
  });
  expect(stale).toEqual([]);
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  expect(faults.length).toBeGreaterThanOrEqual(60);
});
