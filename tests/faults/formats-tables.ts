import type { Fault } from "../../scripts/lib/faults/fault.ts";

const samples = "tests/contract/formats/samples.test.ts";
const tables = "tests/contract/formats/seed-tables.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a key that could be hex as well as base32 is guessed",
    file: "src/main/formats/seed-table/row.ts",
    find: "return couldBeBoth(written)",
    replace: 'return couldBeBoth("")',
    tests: [tables],
    named: "are not told by the name of their column",
  },
  {
    name: "the name of a column tells how its keys are written",
    file: "src/main/formats/seed-table/read.ts",
    find: ".slice(heading)",
    replace: "",
    tests: [tables],
    named: "are not told by the name of their column",
  },
  {
    name: "a list that does not say its kind is one of time-based tokens",
    file: "src/main/formats/seed-table/table-format.ts",
    find: "!columns || ",
    replace: "",
    tests: [samples],
    named: "is recognised by its content, and each of its entries is kept whole",
  },
  {
    name: "a comma in a name moves the cells after it",
    file: "src/main/formats/seed-table/read.ts",
    find: "cells.length > headings.length ? null : found",
    replace: "found",
    tests: [samples],
    named: "is recognised by its content, and each of its entries is kept whole",
  },
  {
    name: "privacyIDEA is given a key by whose length it takes another hash",
    file: "src/main/formats/seed-table/write.ts",
    find: "hashOf(hashByKey, seed.length) !== algorithm",
    replace: 'hashOf(hashByKey, seed.length) === "none"',
    tests: [tables],
    named: "says why it cannot hold",
  },
  {
    name: "a token that has counted goes where no counter goes",
    file: "src/main/formats/seed-table/write.ts",
    find: "counter > 0 &&",
    replace: "counter < 0 &&",
    tests: [tables],
    named: "says why it cannot hold",
  },
  {
    name: "a key is shown before the import",
    file: "src/main/formats/seed-table/inspect.ts",
    find: "secret || ",
    replace: "",
    tests: [tables],
    named: "holds no part of a key",
  },
];
