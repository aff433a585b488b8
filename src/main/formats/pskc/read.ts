import { text } from "#shared/texts/text.ts";
import { broken, damaged } from "../faults.ts";
import type { Candidate, Opening } from "../format.ts";
import type { Source } from "../source.ts";
import { type Batch, elementsOf, type Placed, rootOf } from "../xml.ts";
import { candidatesIn, sealedIn } from "./key-package.ts";
import { type Header, type Keys, openContainer } from "./keys.ts";

/** Of encrypted values, by which it is found out whether a key is right. */
const probes = 64;

const newest = "1.0";

/** Drafts before that of the IETF group have other elements, and their values are encrypted otherwise. */
const oldDraft = /["'](?:urn:ietf:params:xml:ns:keyprov:container|http:\/\/www\.openauthentication\.org\/)/u;

const isPackage = ({ name }: Placed): boolean => name === "KeyPackage" || name === "Device";

/** @throws AppError FORMAT_UNREADABLE */
function requireVersion({ root }: Batch): void {
  const version = root.get("Version") ?? root.get("version") ?? newest;
  if (version === "1" || version === newest) return;
  throw damaged(text("formats.versionUnknown", { format: "PSKC", found: version.slice(0, 20), newest }));
}

/** Keeps what a container says of its encryption. */
function note(header: Header, elements: readonly Placed[], isLate: boolean): void {
  for (const element of elements) {
    if (element.name !== "EncryptionKey" && element.name !== "MACMethod") continue;
    // Entries that it is about were read already.
    if (isLate) throw broken();
    if (element.name === "EncryptionKey") header.encryptionKey ??= element;
    else header.macMethod ??= element;
  }
}

/** Whether the outermost element is a container of keys, of whatever version. */
export const detect = (source: Source): boolean => {
  const name = rootOf(source)?.name;
  return name === "KeyContainer" || name === "SecretContainer";
};

/** RFC 6030, package by package. */
export async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  if (oldDraft.test(rootOf(source)?.tag ?? "")) throw damaged(text("formats.pskcDraft"));
  const header: Header = {};
  let keys: Keys | null = null;
  let next = 1;
  for await (const batch of elementsOf(source, 1)) {
    opening.signal.throwIfAborted();
    requireVersion(batch);
    note(header, batch.elements, keys !== null);
    const packages = batch.elements.filter(isPackage);
    const sealed = keys === null ? packages.flatMap(sealedIn).slice(0, probes) : [];
    if (sealed.length > 0) keys = await openContainer(header, sealed, opening);
    for (const keyPackage of packages) {
      for (const candidate of candidatesIn(keyPackage, next, keys)) {
        next = candidate.at + 1;
        yield candidate;
      }
    }
  }
}
