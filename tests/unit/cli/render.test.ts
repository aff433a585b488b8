import { describe, expect, it } from "vitest";
import { terminalQr } from "../../../src/cli/render/qr.ts";
import { facts, table } from "../../../src/cli/render/table.ts";
import { forTerminal } from "../../../src/cli/styles.ts";
import { linesOf } from "../../../src/cli/render/words.ts";
import { text as textOf } from "../../../src/shared/texts/text.ts";
import { bytes, inGroups, printable, time } from "../../../src/cli/render/text.ts";

describe("text for a terminal", () => {
  it.each([
    ["\u001B[2Jwiped", "wiped"],
    ["\u001B]0;title\u0007name", "name"],
    ["a\rb\nc\u0008", "a\uFFFDb\uFFFDc\uFFFD"],
    ["abc\u202Egnp.exe", "abc\uFFFDgnp.exe"],
    ["\u2066x\u2069\u200F\u061C", "\uFFFDx\uFFFD\uFFFD\uFFFD"],
    ["\u009B31mred", "red"],
    ["Zoë 山田 🙂 שלום", "Zoë 山田 🙂 שלום"],
  ])("of %j is %j", (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it("says sizes, counts and times", () => {
    expect([0, 1023, 1024, 1_572_864].map(bytes)).toEqual(["0 B", "1023 B", "1.0 KB", "1.5 MB"]);
    const left = [1, 0, 1234].map((count) => linesOf(textOf("cliAccess.codesLeft", { count })));
    expect(left).toEqual(["1 backup code left.", "0 backup codes left.", "1,234 backup codes left."]);
    expect(time(null)).toBe("-");
    expect(time(new Date(2026, 10, 24, 9, 5, 7).getTime())).toBe("2026-11-24 09:05:07");
    expect(inGroups("ABCDEFGHIJ")).toBe("ABCD EFGH IJ");
  });
});

describe("tables", () => {
  it("line up by what a terminal shows, not by characters", () => {
    const lines = table(
      ["name", "state"],
      [
        ["山田", "active"],
        ["Zoe\u0301", "off"],
        ["", "active"],
      ],
    ).split("\n");
    expect(lines).toEqual(["Name  State", "山田  active", "Zoe\u0301   off", "-     active"]);
  });

  it("cannot be broken by a name", () => {
    expect(table(["name"], [["a\nb\u001B[31m"]])).toBe("Name\na\uFFFDb");
    expect(facts([["name", "a\nb"]])).toBe("Name  a\uFFFDb");
  });
});

describe("the QR in a terminal", () => {
  it("sets both colours on every line and keeps a light margin of four modules", async () => {
    const lines = forTerminal(await terminalQr("otpauth://totp/a:b?secret=AAAA")).split("\n");
    const start = "\u001B[38;5;16;48;5;231m";
    for (const line of lines) {
      expect(line.startsWith(start)).toBe(true);
      expect(line.endsWith("\u001B[0m")).toBe(true);
    }
    const modules = lines.map((line) => line.slice(start.length, -"\u001B[0m".length));
    const margins = [...modules.slice(0, 2), ...modules.slice(-2)];
    expect(margins.every((line) => line.length > 20 && line.trim() === "")).toBe(true);
    expect(modules.every((line) => line.startsWith("    ") && line.endsWith("    "))).toBe(true);
    expect(modules.some((line) => line.includes("█"))).toBe(true);
  });
});
