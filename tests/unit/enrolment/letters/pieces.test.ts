import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { letterFileName } from "#main/enrolment/letters/file-names.ts";
import { gatedSignal, newGate, passGate } from "#main/enrolment/letters/no-return.ts";
import { qrRows } from "#main/sheets/qr.ts";
import { fitsQr } from "#main/sheets/qr-capacity.ts";
import { isSerial, newSerial } from "#main/enrolment/letters/serial.ts";
import { letterSerial } from "#shared/model/typed.ts";
import { limited, oneLine, wrap } from "#main/sheets/wrap.ts";
import { openTypefaces } from "#main/sheets/typefaces.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

describe("a serial", () => {
  it("is short, has its check character, and survives being typed", () => {
    for (let n = 0; n < 200; n += 1) {
      const serial = newSerial();
      expect(serial).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/u);
      expect(isSerial(serial)).toBe(true);
      expect(letterSerial(serial.toLowerCase().replace("-", " "))).toBe(serial);
    }
  });

  it("shows every single wrong letter", () => {
    const serial = newSerial();
    for (const [at, right] of [...serial].entries()) {
      if (right === "-") continue;
      for (const wrong of alphabet) {
        const typed = serial.slice(0, at) + wrong + serial.slice(at + 1);
        expect(isSerial(typed)).toBe(wrong === right);
      }
    }
  });
});

describe("the name of a letter's file", () => {
  it("is one safe name, whatever the username", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 128 }), (username) => {
        const name = letterFileName(username, "7K3Q-M9XH");
        expect(name).toMatch(/-7K3Q-M9XH\.pdf$/u);
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^[.-]/u);
        expect(Buffer.byteLength(name)).toBeLessThan(150);
      }),
    );
  });

  it.each(["CON", "nul", "com1.txt", "Lpt9"])("is not the device %s", (username) => {
    expect(letterFileName(username, "7K3Q-M9XH")).toMatch(/^_/u);
  });
});

describe("lines", async () => {
  const { text } = await openTypefaces();

  it("are never wider than they may be, and lose nothing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 60, max: 400 }), (given, width) => {
        const shown = text.printable(given);
        const lines = wrap(text, 10, shown, width);
        for (const line of lines) expect(text.width(line, 10)).toBeLessThanOrEqual(width + 1e-6);
        expect(lines.join("").replaceAll(/\s/gu, "")).toBe(shown.replaceAll(/\s/gu, ""));
      }),
    );
  });

  it("are cut with a mark", () => {
    const lines = wrap(text, 10, "one two three four five six seven", 60);
    const few = limited(text, 10, lines, 2, 60);
    expect(few).toHaveLength(2);
    expect(few[1]).toMatch(/…$/u);
    expect(text.width(few[1] ?? "", 10)).toBeLessThanOrEqual(60);
    expect(limited(text, 10, lines, 0, 60)).toEqual([]);
  });

  it("get smaller before they are cut", () => {
    const name = "Maximiliane von und zu Hohenstein";
    const wide = text.width(name, 10);
    expect(oneLine(text, name, wide, { size: 10, least: 6 })).toEqual({ text: name, size: 10 });
    expect(oneLine(text, name, wide * 0.8, { size: 10, least: 6 })).toEqual({ text: name, size: 8 });
    const cut = oneLine(text, name, wide * 0.4, { size: 10, least: 6 });
    expect(cut.size).toBe(6);
    expect(cut.text).toMatch(/^Maxim.*…$/u);
  });
});

describe("a QR code", () => {
  it("is refused for a text that no code holds", () => {
    expect(fitsQr("x".repeat(2953))).toBe(true);
    expect(qrRows("x".repeat(2953))).toHaveLength(177);
    expect(fitsQr("x".repeat(2954))).toBe(false);
    expect(() => qrRows("x".repeat(2954))).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });
});

describe("the point of no return", () => {
  it("lets a cancel through before it, and none after it", () => {
    const [early, late] = [new AbortController(), new AbortController()];
    const [first, second] = [newGate(), newGate()];
    const stopped = gatedSignal(first, early.signal);
    early.abort();
    expect(stopped?.aborted).toBe(true);
    expect(passGate(first)).toBe(false);

    const kept = gatedSignal(second, late.signal);
    expect(passGate(second)).toBe(true);
    late.abort();
    expect(kept?.aborted).toBe(false);
  });

  it("takes a cancel that came before everything", () => {
    const gate = newGate();
    expect(gatedSignal(gate, AbortSignal.abort())?.aborted).toBe(true);
    expect(passGate(gate)).toBe(false);
  });
});
