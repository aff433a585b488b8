import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recoverSwitch, switchStore } from "#main/backups/archive/switch.ts";
import { sweepLeftovers } from "#main/backups/archive/leftovers.ts";
import { sampleFolder, sampleTime } from "../../../support/sample-store.ts";

let dataDir: string;
let remove: () => void;

beforeEach(() => {
  ({ folder: dataDir, remove } = sampleFolder("switch"));
});
afterEach(() => remove());

/** Folders by name, each with a file that says which store it is. */
function place(stores: Record<string, string>): void {
  for (const [name, content] of Object.entries(stores)) {
    mkdirSync(join(dataDir, name));
    writeFileSync(join(dataDir, name, "console.db"), content);
  }
}

const found = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dataDir)
      .toSorted()
      .map((name) => [name, readFileSync(join(dataDir, name, "console.db"), "utf8")]),
  );

const before = "store.before-20260105T080000Z";
const undone = "store.undone-20260105T080000Z";

test("the stores change places, and back", async () => {
  place({ store: "old", staged: "new" });
  const switched = await switchStore(dataDir, join(dataDir, "staged"), sampleTime);
  expect(switched.keptAside).toBe(join(dataDir, before));
  expect(found()).toEqual({ store: "new", [before]: "old" });
  await switched.undo();
  expect(found()).toEqual({ store: "old" });
});

test("without a store, and with an empty folder in its place, nothing is kept aside", async () => {
  place({ staged: "new" });
  mkdirSync(join(dataDir, "store"));
  const switched = await switchStore(dataDir, join(dataDir, "staged"), sampleTime);
  expect(switched.keptAside).toBeNull();
  expect(found()).toEqual({ store: "new" });
  await switched.undo();
  expect(found()).toEqual({});
});

test("a staged store that is not there changes nothing", async () => {
  place({ store: "old" });
  await expect(switchStore(dataDir, join(dataDir, "staged"), sampleTime)).rejects.toMatchObject({ code: "ENOENT" });
  expect(found()).toEqual({ store: "old" });
});

test.each([
  { left: { store: "old" }, recovery: "nothing to do", becomes: { store: "old" } },
  { left: {}, recovery: "nothing to do", becomes: {} },
  // Cut after the first rename.
  { left: { store: "old", "store.incoming": "new" }, recovery: "rolled back", becomes: { store: "old" } },
  // Cut after the second: the point of no return is passed.
  {
    left: { [before]: "old", "store.incoming": "new" },
    recovery: "rolled forward",
    becomes: { store: "new", [before]: "old" },
  },
  { left: { "store.incoming": "new" }, recovery: "rolled forward", becomes: { store: "new" } },
  // Cut after the third.
  { left: { store: "new", [before]: "old" }, recovery: "nothing to do", becomes: { store: "new", [before]: "old" } },
  // An undoing cut between its renames, and after them.
  { left: { [undone]: "new", [before]: "old" }, recovery: "rolled back", becomes: { store: "old" } },
  { left: { [undone]: "new", store: "old" }, recovery: "nothing to do", becomes: { store: "old" } },
  { left: { [undone]: "new" }, recovery: "nothing to do", becomes: {} },
  // An older store that was kept aside is not brought back by itself.
  { left: { [before]: "older" }, recovery: "nothing to do", becomes: { [before]: "older" } },
] as { left: Record<string, string>; recovery: string; becomes: Record<string, string> }[])(
  "$left becomes $becomes",
  async ({ left, recovery, becomes }) => {
    place(left);
    expect(await recoverSwitch(dataDir)).toBe(recovery);
    expect(await sweepLeftovers(dataDir)).toEqual([]);
    expect(found()).toEqual(becomes);
    // Once is enough.
    expect(await recoverSwitch(dataDir)).toBe("nothing to do");
  },
);

test("the sweep removes what the console makes, and a partial file only by its note and name", async () => {
  const outside = join(dataDir, "outside");
  mkdirSync(outside);
  const partial = join(outside, "b.age.partial-0123456789abcdef");
  const innocent = join(outside, "b.age");
  for (const file of [partial, innocent, join(outside, "c.age.partial-0123456789abcdef")]) writeFileSync(file, "x");
  const workspace = (name: string, note: string | null): void => {
    mkdirSync(join(dataDir, name));
    writeFileSync(join(dataDir, name, "console.db"), "copy");
    if (note !== null) writeFileSync(join(dataDir, name, "partial"), note);
  };
  workspace("tmp-0000000000000001", `${partial}\n`);
  workspace("tmp-0000000000000002", `${innocent}\n`);
  workspace("tmp-0000000000000003", `${outside}/c.age.partial-0123456789abcdef`);
  workspace("tmp-0000000000000004", null);
  workspace("store.staging-0000000000000005", null);
  const theirs = ["tmp-mine", "store", before, "logs"];
  for (const name of theirs) mkdirSync(join(dataDir, name));
  expect(await sweepLeftovers(dataDir)).toEqual([]);
  expect(readdirSync(dataDir).toSorted()).toEqual([...theirs, "outside"].toSorted());
  expect(existsSync(partial)).toBe(false);
  expect(readdirSync(outside).toSorted()).toEqual(["b.age", "c.age.partial-0123456789abcdef"]);
});
