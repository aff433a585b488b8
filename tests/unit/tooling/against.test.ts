import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkOut, compareAreas, type Compared } from "../../../scripts/lib/against.ts";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "countersign-against-test-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An area whose figures give these values, one a round, and that writes down when it is asked. */
function areaFile(name: string, figures: Record<string, number[]>): string {
  const file = join(folder, `${name}.mjs`);
  const log = JSON.stringify(join(folder, "order"));
  writeFileSync(
    file,
    `import { appendFileSync } from "node:fs";
    const figures = ${JSON.stringify(figures)};
    const ours = (name) => () => (appendFileSync(${log}, "${name} "), figures[name].shift());
    export const area = async () => ({
      figures: Object.keys(figures).map((name) => ({ name, ours: ours(name), unit: "ms", rounds: 3, warmup: 0, limit: 1 })),
      close: () => appendFileSync(${log}, "${name} closed "),
    });`,
  );
  return file;
}

async function all(now: string, before: string): Promise<Compared[]> {
  const found: Compared[] = [];
  for await (const one of compareAreas(now, before)) found.push(one);
  return found;
}

test("two checkouts take turns, and the ratio is of each round's pair", async () => {
  const now = areaFile("now", { "work / by hand": [10, 40, 3], "only here": [1, 1, 1] });
  const before = areaFile("before", { "work (2 ms) / otherwise": [5, 20, 6] });
  expect(await all(now, before)).toEqual([{ name: "work", unit: "ms", now: 10, before: 6, ratio: 2 }]);
  const order = readFileSync(join(folder, "order"), "utf8").trim();
  expect(order).toBe("now before before now now before before closed now closed");
});

test("what fails in a checkout ends the comparison with its reason", async () => {
  const now = areaFile("sound", { work: [1, 1, 1] });
  const broken = join(folder, "broken.mjs");
  writeFileSync(broken, "export const area = async () => { throw new Error('no such table'); };");
  await expect(all(now, broken)).rejects.toThrow("no such table");
});

test("a commit is checked out beside this one with its packages, and leaves nothing", () => {
  const repository = join(folder, "repository");
  mkdirSync(join(repository, "node_modules/some"), { recursive: true });
  const git = (...words: string[]): void => void execFileSync("git", ["-C", repository, ...words], { stdio: "pipe" });
  git("init", "-q");
  writeFileSync(join(repository, "file"), "old");
  git("add", "file");
  git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "old");
  writeFileSync(join(repository, "file"), "new");
  const { folder: other, remove } = checkOut(repository, "HEAD");
  expect(readFileSync(join(other, "file"), "utf8")).toBe("old");
  expect(existsSync(join(other, "node_modules/some"))).toBe(true);
  remove();
  expect(existsSync(other)).toBe(false);
  expect(
    execFileSync("git", ["-C", repository, "worktree", "list"], { encoding: "utf8" }).trim().split("\n"),
  ).toHaveLength(1);
  expect(() => checkOut(repository, "no-such-commit")).toThrow("no-such-commit");
});
