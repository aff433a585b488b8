import { describe, expect, it } from "vitest";
import { Disk } from "../../support/power-disk.ts";
import { type Choice, stateOf } from "../../support/power-states.ts";
import type { Call } from "../../support/power-trace.ts";

type Act<T> = T extends unknown ? Omit<T, "began" | "ended"> : never;

const at = (path: string) => ({ at: null, path: `/p${path}` });
const create = (path: string, fd: number): Act<Call> => ({
  kind: "open",
  place: at(path),
  fd,
  flags: new Set(["O_WRONLY", "O_CREAT"]),
});
const openFolder = (path: string, fd: number): Act<Call> => ({
  kind: "open",
  place: at(path),
  fd,
  flags: new Set(["O_RDONLY"]),
});
const write = (fd: number, text: string): Act<Call> => ({ kind: "write", fd, at: null, bytes: Buffer.from(text) });
const sync = (fd: number): Act<Call> => ({ kind: "sync", fd });

function after(...acts: readonly Act<Call>[]): Disk {
  const disk = new Disk("/p");
  disk.put("old", Buffer.from("before"));
  for (const [place, act] of acts.entries()) disk.apply({ ...act, began: place, ended: place });
  return disk;
}

const nothing: Choice = { keepsName: () => false, fateOf: () => "lost" };
const everything: Choice = { keepsName: () => true, fateOf: () => "kept" };
const namesOnly: Choice = { keepsName: () => true, fateOf: () => "lost" };

const contents = (disk: Disk, choice: Choice): Record<string, string | undefined> =>
  Object.fromEntries([...stateOf(disk, choice).entries].map(([path, content]) => [path, content?.bytes().toString()]));

describe("a disk that loses power", () => {
  it("keeps neither the name nor the content of a new file that nobody flushed", () => {
    const disk = after(create("/a", 3), write(3, "new"));
    expect(contents(disk, nothing)).toEqual({ old: "before" });
    expect(contents(disk, everything)).toEqual({ old: "before", a: "new" });
    expect(contents(disk, namesOnly)).toEqual({ old: "before", a: "" });
  });

  it("keeps a flushed content only under a flushed name", () => {
    const made = [create("/a", 3), write(3, "new"), sync(3)];
    expect(contents(after(...made), nothing)).toEqual({ old: "before" });
    expect(contents(after(...made, openFolder("", 4), sync(4)), nothing)).toEqual({ old: "before", a: "new" });
  });

  it("may have a name before the content when a file was renamed without a flush", () => {
    const disk = after(create("/a", 3), write(3, "new"), { kind: "rename", from: at("/a"), to: at("/old") });
    expect(contents(disk, namesOnly)).toEqual({ old: "" });
    expect(contents(disk, nothing)).toEqual({ old: "before" });
  });

  it("flushes what had ended before the flush began, and nothing later", () => {
    const disk = after(create("/a", 3), openFolder("", 4), sync(4), write(3, "one"), write(3, "two"));
    disk.apply({ ...sync(3), kind: "sync", fd: 3, began: 4, ended: 9 });
    expect(contents(disk, nothing)).toEqual({ old: "before", a: "one" });
  });

  it("holds a torn write, zeros where a file grew, and what was before under an overwriting that was lost", () => {
    const disk = after(create("/old", 3), write(3, "AFTER AND MORE"));
    const fate = (of: "zeros" | number): Choice => ({ keepsName: () => true, fateOf: () => of });
    expect(contents(disk, fate(3))).toEqual({ old: "AFTore" });
    expect(contents(disk, fate("zeros"))).toEqual({ old: `before${"\0".repeat(8)}` });
  });

  it("has the names of one file in their order", () => {
    const disk = after(create("/a", 3), { kind: "rename", from: at("/a"), to: at("/b") });
    const renameOnly: Choice = { keepsName: ({ remove }) => remove !== null, fateOf: () => "kept" };
    expect(contents(disk, renameOnly)).toEqual({ old: "before", b: "" });
  });

  it("refuses what it does not know about a file that it holds", () => {
    const copying: Act<Call> = { kind: "strange", name: "copy_file_range", fds: [3], paths: [] };
    expect(() => after(create("/a", 3), copying)).toThrow("copy_file_range");
    expect(() => after(copying)).not.toThrow();
  });
});
