import { describe, expect, it } from "vitest";
import { readTrace } from "../../support/power-trace.ts";

const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

describe("a trace", () => {
  it("gives the calls with their bytes, paths and places in the order", () => {
    const calls = readTrace(
      [
        `10 openat(AT_FDCWD, "${hex("/p/a")}", O_WRONLY|O_CREAT|O_EXCL, 0600) = 7`,
        `10 write(7, "${hex("ab\n")}", 3) = 2`,
        `11 pwrite64(7, "${hex("xy")}", 2, 4096) = 2`,
        "11 fdatasync(7) = 0",
        `10 renameat2(AT_FDCWD, "${hex("/p/a")}", 5, "${hex("b")}", RENAME_NOREPLACE) = 0`,
        `10 unlink("${hex("/p/c")}") = -1 ENOENT (No such file or directory)`,
        "10 +++ exited with 0 +++",
        "",
      ].join("\n"),
    );
    expect(calls).toMatchObject([
      { kind: "open", fd: 7, place: { at: null, path: "/p/a" }, began: 0, ended: 0 },
      { kind: "write", at: null, bytes: Buffer.from("ab") },
      { kind: "write", at: 4096, bytes: Buffer.from("xy") },
      { kind: "sync", fd: 7 },
      { kind: "rename", from: { at: null, path: "/p/a" }, to: { at: 5, path: "b" } },
    ]);
    expect([...(calls[0]?.kind === "open" ? calls[0].flags : [])]).toEqual(["O_WRONLY", "O_CREAT", "O_EXCL"]);
  });

  it("orders calls of several threads by their ends, and a closing by its beginning", () => {
    const calls = readTrace(
      [
        "10 fsync(7 <unfinished ...>",
        "11 close(8 <unfinished ...>",
        `12 openat(AT_FDCWD, "${hex("/p/b")}", O_RDONLY) = 8`,
        "11 <... close resumed>) = 0",
        "10 <... fsync resumed>) = 0",
        "",
      ].join("\n"),
    );
    expect(calls.map(({ kind, began, ended }) => [kind, began, ended])).toEqual([
      ["close", 1, 3],
      ["open", 2, 2],
      ["sync", 0, 4],
    ]);
  });

  it("is refused when a string was cut off or a line is none of strace's", () => {
    expect(() => readTrace(`10 write(7, "${hex("ab")}"..., 900) = 900\n`)).toThrow("cut");
    expect(() => readTrace("nonsense\n")).toThrow("not a line");
  });
});
