import type { Fault } from "../../scripts/lib/faults/fault.ts";

const text = "tests/unit/shared/text.test.ts";
const names = "tests/unit/shared/letters-of-names.test.ts";
const typed = "tests/unit/shared/typed.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "names are compared without NFKC",
    file: "src/shared/model/text.ts",
    find: `name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC")`,
    replace: `name.toUpperCase().toLowerCase()`,
    tests: [text],
    named: "is the same for",
  },
  {
    name: "a username may hold a colon",
    file: "src/shared/model/text.ts",
    find: "!/[\\s:]/u.test(typed)",
    replace: "!/\\s/u.test(typed)",
    tests: [text],
    named: "an account name",
  },
  {
    name: "a name may hold what nobody sees",
    file: "src/shared/model/letters-of-names.ts",
    find: `traceless.test(text.replaceAll(needed(), ""))`,
    replace: `traceless.test(text.replaceAll(needed(), "").replaceAll("\\u200B", ""))`,
    tests: [names],
    named: "is no part of a person's, group's or administrator's name",
  },
  {
    name: "a word may mix Latin and Cyrillic letters",
    file: "src/shared/model/letters-of-names.ts",
    find: `["Latin", "Han", "Bopomofo"]`,
    replace: `["Latin", "Han", "Cyrillic", "Bopomofo"]`,
    tests: [names],
    named: "letters of several scripts in one word",
  },
  {
    name: "an O in a backup code is not read as 0",
    file: "src/shared/model/typed.ts",
    find: `plain.toUpperCase().replaceAll("O", "0")`,
    replace: "plain.toUpperCase()",
    tests: [typed],
    named: "a backup code as people type it",
  },
  {
    name: "digits of other scripts are read one too high",
    file: "src/shared/model/typed.ts",
    find: "while (isDecimalDigit(zero - 1)) zero -= 1;",
    replace: "while (isDecimalDigit(zero - 2)) zero -= 1;",
    tests: [typed],
    named: "a code as people type it",
  },
];
