import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountName, EmailAddress, line, lines, nameKey, sortKey } from "#shared/model/text.ts";

const name = line("name", 200);
const username = accountName("username");

describe("a line of text", () => {
  it.each(["Ann", "Åsa Öberg", "Ὀδυσσεύς", "Иван", "عبد الله", "王小明", "O’Neil-Smith", "👩‍💻"])(
    "takes %j as it is",
    (text) => {
      expect(name.parse(text)).toBe(text.normalize("NFC"));
    },
  );

  it.each([
    ["a NUL", "a\u0000b"],
    ["a line break", "a\nb"],
    ["an escape sequence", "\u001b[31mred"],
    ["a right-to-left override", "user\u202Egnp.exe"],
    ["an isolate", "a\u2066b"],
    ["a lone surrogate", "a\uD800b"],
    ["10,000 characters", "x".repeat(10_000)],
    ["201 characters", "x".repeat(201)],
  ])("refuses %s", (_what, text) => {
    expect(name.safeParse(text).success).toBe(false);
  });

  it("is trimmed and composed", () => {
    expect(name.parse("  Jose\u0301  ")).toBe("José");
  });

  it("keeps no control and no bidirectional control character, whatever is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const kept = name.safeParse(text).data ?? "";
        expect(kept).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u);
      }),
    );
  });
});

describe("a text of several lines", () => {
  const notes = lines("notes", 200);

  it("has line breaks of one kind", () => {
    expect(notes.parse(" one\r\ntwo\rthree\n")).toBe("one\ntwo\nthree");
  });

  it.each(["user\u202Egnp.exe", "a\u2066b", "\u061Ca", "a\u0000b", "\u001b[31mred", "a\uD800b", "x".repeat(201)])(
    "refuses %j",
    (text) => {
      expect(notes.safeParse(text).success).toBe(false);
    },
  );
});

describe("an account name", () => {
  it.each(["ann", "ann.lee@example.org", "Åsa", "иван"])("takes %j", (text) => {
    expect(username.parse(text)).toBe(text);
  });

  it.each(["", "   ", "a b", "a:b", "a\u200Bb", "a\u00ADb"])("refuses %j", (text) => {
    expect(username.safeParse(text).success).toBe(false);
  });
});

describe("the key by which names are compared", () => {
  it.each([
    ["Ann", "ANN"],
    ["straße", "STRASSE"],
    ["José", "Jose\u0301"],
    ["ﬁle", "FILE"],
    ["ann", "ａｎｎ"],
    ["ΣΊΣΥΦΟΣ", "σίσυφος"],
  ])("is the same for %j and %j", (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it("does not change when taken again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(nameKey(nameKey(text))).toBe(nameKey(text));
      }),
    );
  });
});

describe("the key by which lists are sorted", () => {
  it("files letters with accents and strokes where people look for them", () => {
    const sorted = ["Zoë", "Łucja", "Íñigo", "Øyvind", "Ann", "Nils", "Émile"].toSorted((a, b) =>
      sortKey(a) < sortKey(b) ? -1 : 1,
    );
    expect(sorted).toEqual(["Ann", "Émile", "Íñigo", "Łucja", "Nils", "Øyvind", "Zoë"]);
    // By letters only: the accent of a name decides nothing before its last letter.
    expect(["Íñigo Ød", "Zoë\u200C"].map(sortKey)).toEqual(["inigo od", "zoe"]);
  });
});

describe("an e-mail address", () => {
  it.each(["", "a@example.org", "first.last+tag@sub.example.org"])("takes %j", (text) => {
    expect(EmailAddress.parse(text)).toBe(text);
  });

  it.each(["a", "a@", "@b", "a b@example.org", "a@example.org\nBcc: x"])("refuses %j", (text) => {
    expect(EmailAddress.safeParse(text).success).toBe(false);
  });
});
