import type { Fault } from "../../scripts/lib/faults/fault.ts";

const samples = "tests/contract/formats/samples.test.ts";
const bombs = "tests/contract/formats/bombs.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a part of an export that is not there goes unnamed",
    file: "src/main/formats/otpauth-migration/read-uris.ts",
    find: "if (!indexes.has(index)) yield",
    replace: "if (indexes.has(index - parts)) yield",
    tests: [samples],
    named: "is recognised by its content, and each of its entries is kept whole",
  },
  {
    name: "a counter that Google leaves out for 0 is missing",
    file: "src/main/formats/otpauth-migration/payload.ts",
    find: "counter: numberOf(fields, 7),",
    replace: "counter: numberOf(fields, 7) || undefined,",
    tests: [samples],
    named: "is recognised by its content, and each of its entries is kept whole",
  },
  {
    name: "an archive is unpacked as far as it goes",
    file: "src/main/formats/encrypted-zip.ts",
    find: "{ maxOutputLength: Math.max(1, most) }",
    replace: "{}",
    tests: [bombs],
    named: "an archive that says less",
  },
  {
    name: "a picture's packed pixels are trusted",
    file: "src/main/formats/picture/pixels.ts",
    find: "if (counted > most) throw",
    replace: "if (counted < 0) throw",
    tests: [bombs],
    named: "a picture with more pixels packed than it has is refused",
  },
];
