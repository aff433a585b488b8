import type { Fault } from "../../scripts/lib/faults/fault.ts";

const samples = "tests/contract/formats/samples.test.ts";
const pskc = "tests/unit/formats/pskc.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "a MAC that was cut out of a PSKC file is not missed",
    file: "src/main/formats/pskc/keys.ts",
    find: 'if (this.#mac && mac === null) return text("formats.macMissing");',
    replace: "",
    tests: [pskc],
    named: "a MAC that is declared may not be missing",
  },
  {
    name: "a key of PSKC that was changed is taken",
    file: "src/main/formats/pskc/keys.ts",
    find: "if (!macFits(this.#mac.hash,",
    replace: "if (mac.length === 0 && !macFits(this.#mac.hash,",
    tests: [pskc],
    named: "a wrong password is told from a changed entry",
  },
  {
    name: "without a MAC any padding of a PSKC value will do",
    file: "src/main/formats/pskc/keys.ts",
    find: "opened.filter((one) => one?.strict === true).length * 2 > opened.length",
    replace: "opened.length > 0",
    tests: [pskc],
    named: "without MACs a wrong password opens nothing either",
  },
  {
    name: "a document type in an XML file is passed over",
    file: "src/main/formats/xml.ts",
    find: 'throw damaged(text("formats.doctype"));',
    replace: "this.#pending = 0;",
    tests: [pskc],
    named: "a document type is refused, and with it every entity",
  },
  {
    name: "the hash that privacyIDEA writes as an attribute is not read",
    file: "src/main/formats/pskc/key-package.ts",
    find: 'return suite?.text || suite?.attributes.get("hashalgo");',
    replace: "return suite?.text;",
    tests: [samples],
    named: "is recognised by its content, and each of its entries is kept whole",
  },
  {
    name: "FreeIPA's files are written in turns",
    file: "src/main/formats/freeipa/freeipa.ts",
    find: "waiting.push(ownerCommand(outgoing));",
    replace: "yield { file: commands, data: ownerCommand(outgoing) };",
    tests: [pskc],
    named: "a folder's files are written one after the other",
  },
  {
    name: "a step that privacyIDEA accepted last is taken for a counter",
    file: "src/main/formats/privacyidea/privacyidea.ts",
    find: "lastStep: isTotp ? count || undefined : undefined,",
    replace: "",
    tests: [samples],
    named: "is recognised by its content, and each of its entries is kept whole",
  },
];
