import { expect, test } from "vitest";
import { saysWithoutBeingADoor, sentencesIn } from "../../../scripts/lib/texts/check.ts";

test.each([
  ['fail("There is no such group.");', "There is no such group."],
  ["fail(`There is no group ${name}.`);", "There is no group …."],
  ['const one = "the group was deleted.";', "the group was deleted."],
  ['const one = "Deleted people";', "Deleted people"],
  ['const one = open ? "It is open" : "x";', "It is open"],
])("%s is a text", (source, words) => {
  expect(sentencesIn("x.ts", source)).toEqual([{ line: 1, words }]);
});

test.each([
  ['throw new TypeError("A bad row was given.");'],
  ['logger.warn("A backup could not be made.");'],
  ['raw.prepare("SELECT name FROM users WHERE id = ?");'],
  ['const update = "UPDATE users SET name = ? WHERE id = ?";'],
  ['text("directory.noSuchGroup");'],
  ['const action = "user.add";'],
  ['import { a } from "./A file.ts";'.replace("A file", "a-file")],
])("%s is none", (source) => {
  expect(sentencesIn("x.ts", source)).toEqual([]);
});

test("only doors make sentences of texts", () => {
  const source = 'import { say } from "#shared/texts/say.ts";';
  expect(saysWithoutBeingADoor("src/main/directory/users.ts", source, ["src/cli"])).toBe(true);
  expect(saysWithoutBeingADoor("src/cli/output.ts", source, ["src/cli"])).toBe(false);
  expect(saysWithoutBeingADoor("src/climate/x.ts", source, ["src/cli"])).toBe(true);
});

test("the proper name of a format is no sentence", () => {
  const source = 'const form = { title: "Google Authenticator", note: "Write it down" };';
  expect(sentencesIn("src/main/formats/x.ts", source)).toEqual([{ line: 1, words: "Write it down" }]);
  expect(sentencesIn("src/main/files/x.ts", source)).toHaveLength(2);
});
