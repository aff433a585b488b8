import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { say } from "#shared/texts/say.ts";
import { freeipa } from "#main/formats/freeipa/freeipa.ts";
import { distinguishedName, ownerOf } from "#main/formats/pskc/owner.ts";
import { pskc } from "#main/formats/pskc/pskc.ts";
import { outgoing, writeSeeds } from "../../support/outgoing.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";

let folder = "";
let written = "";
const passphrase = "correct horse 71";

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-pskc-"));
  const file = path.join(folder, "sound.xml");
  const sent = [outgoing("ada"), outgoing("grace", { serial: "CSGN00000002" })];
  await writeSeeds(pskc, file, sent, { passphrase });
  written = readFileSync(file, "utf8");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Verdicts and reasons, or the error, of the container after a change. */
async function readChanged(change: (xml: string) => string, given: string | null = passphrase): Promise<string[]> {
  const file = path.join(folder, "changed.xml");
  const changed = change(written);
  writeFileSync(file, changed);
  try {
    const { entries } = await readSeeds(file, opening(given));
    return entries.map((entry) => (entry.verdict === "kept" ? "kept" : say(entry.reason)));
  } catch (thrown) {
    return [(thrown as { code: string }).code];
  }
}

/** Changes the letter at a distance from the start of the `nth` match. */
const changeAt =
  (from: string, nth: number, distance: number) =>
  (xml: string): string => {
    let start = -1;
    for (let found = 0; found <= nth; found += 1) start = xml.indexOf(from, start + 1);
    const at = start + from.length + distance;
    return `${xml.slice(0, at)}${xml[at] === "A" ? "B" : "A"}${xml.slice(at + 1)}`;
  };

const withoutMacs = (xml: string): string =>
  xml.replace(/<pskc:MACMethod[^]*<\/pskc:MACMethod>/u, "").replaceAll(/<pskc:ValueMAC>.*?<\/pskc:ValueMAC>/gu, "");

const cipher = "<xenc:CipherValue>";
const wrongMac = "Its key was changed after the file was made: its check value (MAC) is wrong.";

test("a wrong password is told from a changed entry, and that from a damaged file", async () => {
  expect(await readChanged((xml) => xml)).toEqual(["kept", "kept"]);
  expect(await readChanged((xml) => xml, "correct horse 72")).toEqual(["FORMAT_PASSPHRASE_WRONG"]);
  expect(await readChanged((xml) => xml, null)).toEqual(["FORMAT_PASSPHRASE_REQUIRED"]);
  // The first one is the key of the MACs; its last block holds the padding.
  expect(await readChanged(changeAt(cipher, 0, 50))).toEqual(["FORMAT_UNREADABLE"]);
  expect(await readChanged(changeAt(cipher, 1, 30))).toEqual([wrongMac, "kept"]);
  expect(await readChanged(changeAt(cipher, 2, 30))).toEqual(["kept", wrongMac]);
  expect(await readChanged(changeAt("<pskc:ValueMAC>", 0, 3))).toEqual([wrongMac, "kept"]);
  const bothWrong = (xml: string): string => changeAt("<pskc:ValueMAC>", 0, 3)(changeAt("<pskc:ValueMAC>", 1, 3)(xml));
  expect(await readChanged(bothWrong)).toEqual([wrongMac, wrongMac]);
});

test("a MAC that is declared may not be missing", async () => {
  const reason = "The check value (MAC) that protects its key against changes is missing.";
  expect(await readChanged((xml) => xml.replace(/<pskc:ValueMAC>.*?<\/pskc:ValueMAC>/u, ""))).toEqual([reason, "kept"]);
});

test("without MACs a wrong password opens nothing either", async () => {
  expect(await readChanged(withoutMacs)).toEqual(["kept", "kept"]);
  for (const given of ["correct horse 72", "another one", "x"]) {
    expect(await readChanged(withoutMacs, given)).toEqual(["FORMAT_PASSPHRASE_WRONG"]);
  }
});

test("the work that a file asks for is bounded", async () => {
  expect(await readChanged((xml) => xml.replace(">100000<", ">9000000<"))).toEqual(["COST_REFUSED"]);
  expect(await readChanged((xml) => xml.replace(">100000<", ">99999999999<"))).toEqual(["COST_REFUSED"]);
  expect(await readChanged((xml) => xml.replace(">16<", ">1024<"))).toEqual(["FORMAT_UNREADABLE"]);
});

test("a document type is refused, and with it every entity", async () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
  for (const type of [bomb, '<!DOCTYPE x SYSTEM "file:///etc/passwd">']) {
    const typed = (xml: string): string => xml.replace("?>\n", `?>\n${type}\n`);
    expect(await readChanged(typed)).toEqual(["FORMAT_UNREADABLE"]);
    expect(await readChanged((xml) => typed(xml).replace("Example Hospital", "&b;"))).toEqual(["FORMAT_UNREADABLE"]);
  }
});

test("what is deeper, longer or more than any program's entry ends the reading", async () => {
  const inside = (what: string) => (xml: string) => xml.replace("<pskc:DeviceInfo>", `<pskc:DeviceInfo>${what}`);
  expect(await readChanged(inside("<a>".repeat(100) + "</a>".repeat(100)))).toEqual(["FORMAT_UNREADABLE"]);
  expect(await readChanged(inside("<a/>".repeat(20_000)))).toEqual(["FORMAT_UNREADABLE"]);
  expect(await readChanged(inside(`<a>${"x".repeat(2_000_000)}</a>`))).toEqual(["FORMAT_UNREADABLE"]);
  expect(await readChanged(inside(`<a b="${"x".repeat(3_000_000)}"/>`))).toEqual(["FORMAT_UNREADABLE"]);
});

test.for([
  ["ada", { username: "ada" }],
  ["ada@example.org", { username: "ada@example.org" }],
  ["Lovelace, Ada", { username: "Lovelace, Ada" }],
  ["UID=ada,DC=example,DC=org", { username: "ada" }],
  [
    String.raw`CN=Lovelace\, Ada + UID=a\+b,MAIL=ada@example.org`,
    { name: "Lovelace, Ada", username: "a+b", email: "ada@example.org" },
  ],
  [String.raw`cn=\C3\89lodie M\c3\bcller`, { name: "Élodie Müller" }],
] as const)("whose a key is: %s", ([name, owner]) => {
  expect(ownerOf(name)).toEqual(owner);
});

test.for(["ada", "a,b;c+d", String.raw`back\slash`, " blank ", "#1", 'quote"d', "a=b", "Ω"])(
  "a name is read as it was written: %s",
  (name) => {
    expect(ownerOf(distinguishedName(name))).toEqual({ username: name.trim() });
  },
);

test("a serial number that LinOTP would pass over does not go, unless any may", () => {
  const maker = outgoing("ada", { serial: "2600215700001" });
  const refuses = pskc.write?.carries.refuses;
  expect(refuses?.(maker, {})?.key).toBe("formats.serialForm");
  expect(refuses?.(maker, { serials: "any" })).toBeNull();
  expect(refuses?.(outgoing("ada"), {})).toBeNull();
});

test("a folder's files are written one after the other", async () => {
  async function* each() {
    yield outgoing("ada");
    yield outgoing("grace");
  }
  const names: string[] = [];
  for await (const { file = "" } of freeipa.write?.write(each(), { passphrase }) ?? []) {
    if (names.at(-1) !== file) names.push(file);
  }
  expect(names).toEqual(["tokens.xml", "owners.sh"]);
});
