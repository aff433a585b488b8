import { describe, expect, it } from "vitest";
import { admins } from "#shared/contract/admins.ts";
import { groups, users } from "#shared/contract/directory.ts";
import { setup } from "#shared/contract/setup.ts";
import { lookAlikeKey } from "#main/store/search/look-alike.ts";
import { nameKey, searchLine, sortKey } from "#shared/model/text.ts";

const { username, name } = users.add.input.shape;
const adminName = admins.invite.input.shape.name;
const groupName = groups.add.input.shape.name;
const ownerName = setup.begin.input.shape.owner;

const takes = (form: { safeParse(text: string): { success: boolean } }, text: string): boolean =>
  form.safeParse(text).success;

describe("what nobody sees", () => {
  it.each([
    ["a zero-width blank", "Ann\u200BLee"],
    ["a word joiner", "Ann\u2060"],
    ["a byte order mark inside", "An\uFEFFn"],
    ["a soft hyphen", "An\u00ADn"],
    ["a grapheme joiner", "An\u034Fn"],
    ["a joiner among Latin letters", "An\u200Dn"],
    ["a non-joiner among Latin letters", "An\u200Cn"],
    ["a Hangul filler", "\u3164"],
    ["a half-width Hangul filler", "\uFFA0"],
    ["fillers of initial and medial Hangul", "\u115F\u1160"],
    ["an empty Braille cell", "\u2800"],
    ["a tag letter", "Ann\u{E0041}"],
    ["a variant of a Latin letter", "A\uFE0Fnn"],
    ["five marks on one letter", "A\u0300\u0301\u0302\u0303\u0304\u0305nn"],
  ])("is no part of a person's, group's or administrator's name: %s", (_, text) => {
    expect(takes(name, text)).toBe(false);
    expect(takes(groupName, text)).toBe(false);
    for (const account of [username, adminName, ownerName]) expect(takes(account, text)).toBe(false);
  });

  it.each([
    ["a non-joiner in Persian", "علی\u200Cرضا"],
    ["a joiner in Sinhala", "ශ්\u200Dරී"],
    ["a joiner in Malayalam", "ന്\u200Dറ"],
    ["a variant of a Han character", "葛\u{E0100}城"],
    ["an emoji of several", "Ann 👩\u200D💻"],
    ["an emoji with its skin", "Ann 👩🏽\u200D⚕\uFE0F"],
    ["a heart in colour", "Ann ❤\uFE0F"],
  ])("stays where a script needs it: %s", (_, text) => {
    expect(name.parse(text)).toBe(text.normalize("NFC"));
  });

  it("is left away in a search, where it comes along with a paste", () => {
    expect(searchLine("search", 200).parse("\u200EAnn\u200B\u00AD Lee\uFEFF\u0007")).toBe("Ann Lee");
    expect(sortKey("علی\u200Cرضا")).toBe(sortKey("علیرضا"));
  });
});

describe("letters of several scripts in one word", () => {
  it.each(["Аnn Lee", "Ann Lее", "Οlga", "pаypal", "Ivan Пetrov", "Jоhn-Smith", "ᎪNN"])("are refused: %s", (text) => {
    expect(takes(name, text)).toBe(false);
    expect(takes(username, text.replaceAll(" ", "."))).toBe(false);
    expect(takes(adminName, text.replaceAll(" ", "."))).toBe(false);
  });

  it.each([
    "Анна Ли",
    "Anna Анна",
    "Ὀδυσσεύς",
    "Αθηνά (Athena)",
    "王小明",
    "山田ミカさん",
    "AKB山田ミカ",
    "김철수A",
    "ʻOkina Kaʻahumanu",
    "Nguyễn Thị Ánh",
    "O’Neil-Smith",
    "Þórður Æðelþryð Straße",
    "אבי כהן",
    "محمد علی",
    "สมชาย ใจดี",
    "अमित कुमार",
    "Müller 2ⁿᵈ",
    "ＡＮＮ",
  ])("are not what %s has", (text) => {
    expect(name.parse(text)).toBe(text.normalize("NFC"));
  });
});

describe("what a name looks like", () => {
  it.each([
    ["ann", "аnn"],
    ["scope", "ѕсоре"],
    ["olga", "οlga"],
    ["joe", "јое"],
    ["ann", "ａｎｎ"],
    ["hope", "hоре"],
  ])("%s and %s are one", (plain, other) => {
    expect(lookAlikeKey(other)).toBe(lookAlikeKey(plain));
  });

  it.each([
    ["paul1", "paull"],
    ["arne", "ame"],
    ["ann0", "anno"],
    ["josé", "jose"],
    ["müller", "muller"],
    ["иван", "ivan"],
  ])("%s and %s are two", (one, other) => {
    expect(lookAlikeKey(one)).not.toBe(lookAlikeKey(other));
  });

  it("of ASCII is the name itself", () => {
    for (const text of ["Ann.Lee@Example.org", "I1l0Om"]) expect(lookAlikeKey(text)).toBe(nameKey(text));
  });
});
