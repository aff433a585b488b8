import type { Fault } from "../../scripts/lib/faults/fault.ts";

const variants = "tests/contract/formats/variants.test.ts";
const managers = "tests/contract/formats/managers.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a step of 45 seconds becomes one of 30",
    file: "src/main/formats/judge.ts",
    find: "Period.safeParse(given.period ?? 30).data;",
    replace: "Period.safeParse(given.period ?? 30).data ?? 30;",
    tests: [variants],
    named: "is refused for its",
  },
  {
    name: "codes of seven digits become codes of six",
    file: "src/main/formats/judge.ts",
    find: "Digits.safeParse(given.digits ?? 6).data;",
    replace: "Digits.safeParse(given.digits ?? 6).data ?? 6;",
    tests: [variants],
    named: "is refused for its",
  },
  {
    name: "a hash that nobody knows is taken for SHA-1",
    file: "src/main/formats/judge.ts",
    find: "return Algorithm.safeParse(bare).data ?? null;",
    replace: 'return Algorithm.safeParse(bare).data ?? "SHA1";',
    tests: [variants],
    named: "is refused for its",
  },
  {
    name: "a counter that is not said begins at 0",
    file: "src/main/formats/judge.ts",
    find: 'if (given.counter === undefined) return text("formats.counterMissing");',
    replace: "if (given.counter === undefined) return { kind, algorithm, digits, period: 30, counter: 0 };",
    tests: [variants],
    named: "is refused for its",
  },
  {
    name: "a key of which the phone has the other half is taken for the whole",
    file: "src/main/formats/key-uri.ts",
    find: 'some((name) => name.startsWith("2step_"))',
    replace: 'some((name) => name === "2step_")',
    tests: [variants],
    named: "is refused for its",
  },
  {
    name: "what stands behind an ampersand of HTML is not seen",
    file: "src/main/formats/key-uri.ts",
    find: "query.split(/&(?:amp;)*/iu)",
    replace: 'query.split("&")',
    tests: [variants],
    named: "says all that it says",
  },
  {
    name: "Steam's codes are taken for those of everybody",
    file: "src/main/formats/key-uri.ts",
    find: 'value("encoder")?.toLowerCase() === "steam" || parameters.has("steam")',
    replace: 'parameters.has("steam")',
    tests: [variants],
    named: "is refused for its",
  },
  {
    name: "a text in UTF-16 is read as UTF-8",
    file: "src/main/formats/lines.ts",
    find: "decodedPieces(source.chunks(), encodingOf(source.head));",
    replace: "decodedPieces(source.chunks());",
    tests: [variants],
    named: "says the same",
  },
  {
    name: "a file asks for any cost without asking",
    file: "src/main/formats/derive.ts",
    find: "if (usual || acceptCost) return;",
    replace: "if (usual || most) return;",
    tests: [managers],
  },
  {
    name: "a cost that is never paid looks as if somebody could agree to it",
    file: "src/main/formats/derive.ts",
    find: "canAccept: most };",
    replace: "canAccept: true };",
    tests: [managers],
    named: "is asked of the person first",
  },
];
