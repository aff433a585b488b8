import { describe, expect, it } from "vitest";
import type { Sums } from "#shared/contract/directory.ts";
import { Selection } from "#shared/contract/directory.ts";
import { sumLines } from "../../../src/renderer/app/report/sums.ts";
import { outcomeOf, wordsOf } from "../../../src/renderer/features/people/bulk-words.ts";
import { totalInWords } from "../../../src/renderer/features/people/counts.ts";
import { letterOf, placeOf } from "../../../src/renderer/features/people/letters.ts";
import { listAct } from "../../../src/renderer/features/people/list-keys.ts";
import {
  between,
  choose,
  countOf,
  everyone,
  isChosen,
  mostNamed,
  nobody,
  stillStands,
  toSelection,
} from "../../../src/renderer/features/people/selection.ts";
import { groupId, userId } from "./fake/records.ts";

const ids = (...numbers: number[]) => numbers.map(userId);
const exactly = (count: number) => ({ count, exact: true });

describe("people selected one by one", () => {
  it("are named, each once", () => {
    const chosen = choose(nobody, ids(1, 2, 2), true);
    expect(chosen && toSelection(chosen)).toEqual({ ids: ids(1, 2) });
    expect(chosen && countOf(chosen, null)).toEqual(exactly(2));
  });
  it("can be taken out again, until nobody is chosen", () => {
    const chosen = choose(nobody, ids(1, 2), true) ?? nobody;
    const less = choose(chosen, ids(1, 3), false) ?? nobody;
    expect(toSelection(less)).toEqual({ ids: ids(2) });
    expect(toSelection(choose(less, ids(2), false) ?? nobody)).toBeNull();
  });
  it("are no more than a call takes", () => {
    const many = Array.from({ length: mostNamed }, (_, n) => userId(n));
    const chosen = choose(nobody, many, true);
    expect(Selection.safeParse(chosen && toSelection(chosen)).success).toBe(true);
    expect(choose(chosen ?? nobody, ids(mostNamed), true)).toBeNull();
    expect(choose(chosen ?? nobody, ids(0), true)).toEqual(chosen);
  });
  it("stay chosen when the list shows others", () => {
    const chosen = choose(nobody, ids(1), true) ?? nobody;
    expect(stillStands(chosen, { search: "other" })).toBe(true);
  });
});

describe("all that a filter leaves", () => {
  const filter = { search: "ward", group: groupId(1) };
  const all = everyone(filter);
  it("are counted without being named", () => {
    expect(countOf(all, exactly(1_000_000))).toEqual(exactly(1_000_000));
    expect(toSelection(all)).toEqual({ filter });
    expect(isChosen(all, userId(7))).toBe(true);
  });
  it("but for those who were taken out, and put back", () => {
    const without = choose(all, ids(4, 5), false) ?? nobody;
    expect(isChosen(without, userId(4))).toBe(false);
    expect(countOf(without, exactly(1_000_000))).toEqual(exactly(999_998));
    expect(toSelection(without)).toEqual({ filter, except: ids(4, 5) });
    const again = choose(without, ids(4), true) ?? nobody;
    expect(toSelection(again)).toEqual({ filter, except: ids(5) });
  });
  it("are more than a number where nobody counted to the end", () =>
    expect(countOf(all, { count: 500, exact: false })).toEqual({ count: 500, exact: false }));
  it("are not all of another filter", () => {
    expect(stillStands(all, { ...filter })).toBe(true);
    expect(stillStands(all, { ...filter, status: "left" })).toBe(false);
  });
});

describe("a range", () => {
  const rows = ids(9, 3, 7, 1).map((id) => ({ id }));
  it("goes both ways, its ends included", () => {
    expect(between(rows, userId(3), userId(1))).toEqual(ids(3, 7, 1));
    expect(between(rows, userId(7), userId(9))).toEqual(ids(9, 3, 7));
  });
  it("has no end that is not held", () => expect(between(rows, userId(3), userId(100))).toBeNull());
});

describe("keys of the list", () => {
  const key = (name: string, over = {}) => ({
    key: name,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...over,
  });
  it.each([
    [key("ArrowDown"), { kind: "step", by: 1, extend: false }],
    [key("ArrowUp", { shiftKey: true }), { kind: "step", by: -1, extend: true }],
    [key("PageDown"), { kind: "step", by: 9, extend: false }],
    [key("PageUp"), { kind: "step", by: -9, extend: false }],
    [key("Home"), { kind: "first" }],
    [key("End"), { kind: "last" }],
    [key(" "), { kind: "toggle" }],
    [key("a", { ctrlKey: true }), { kind: "all" }],
    [key("Enter"), null],
    [key("ArrowDown", { altKey: true }), null],
    [key("l", { ctrlKey: true }), null],
  ])("%j", (pressed, act) => expect(listAct(pressed, 10)).toEqual(act));
});

describe("the letter of a person", () => {
  it("is that of the order: without accents, of the username where there is no name", () => {
    expect(letterOf({ name: "Élodie", username: "x" }, "name")).toBe("E");
    expect(letterOf({ name: "Øystein", username: "x" }, "name")).toBe("O");
    expect(letterOf({ name: "", username: "zoe" }, "name")).toBe("Z");
    expect(letterOf({ name: "Zoe", username: "adm7" }, "username")).toBe("A");
    expect(letterOf({ name: "7 of 9", username: "x" }, "name")).toBe("#");
    expect(letterOf({ name: "日本", username: "x" }, "name")).toBeNull();
  });
  it("leads to a place", () => {
    expect(placeOf("#")).toEqual({ kind: "first" });
    expect(placeOf("M")).toEqual({ kind: "text", text: "M" });
  });
});

describe("words of a bulk act", () => {
  const disable = wordsOf({ kind: "setStatus", status: "disabled" });
  const sums = (done: number, unchanged: number, refused: number): Sums => ({
    total: done + unchanged + refused,
    done,
    unchanged,
    refused,
  });
  it("call only the whole a success", () => {
    expect(outcomeOf(disable, sums(12, 0, 0))).toEqual({ tone: "good", title: "All 12 people were disabled" });
    expect(outcomeOf(disable, sums(1, 0, 0))).toEqual({ tone: "good", title: "The person was disabled" });
    expect(outcomeOf(disable, sums(10, 0, 2))).toEqual({
      tone: "bad",
      title: "10 of 12 people were disabled: 2 refused",
    });
    expect(outcomeOf(disable, sums(10, 3, 2)).title).toMatch(/^10 of 15 people .*2 refused, 3 needed no change$/u);
    expect(outcomeOf(disable, sums(0, 3, 0)).tone).toBe("wait");
    expect(outcomeOf(disable, sums(0, 0, 0)).tone).toBe("wait");
  });
  it("reconcile", () => {
    const lines = sumLines(sums(10, 3, 2), "Were disabled");
    const last = lines.at(-1)?.count ?? 0;
    expect(lines.slice(0, -1).reduce((sum, { count }) => sum + count, 0)).toBe(last);
    expect(last).toBe(15);
  });
});

describe("the number of people", () => {
  it("says when it is not the whole", () => {
    expect(totalInWords(exactly(1), true)).toBe("1 person matches");
    expect(totalInWords(exactly(1_000_000), false)).toBe("1,000,000 people");
    expect(totalInWords({ count: 500, exact: false }, true)).toBe("More than 500 people match");
  });
});
