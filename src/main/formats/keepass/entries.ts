import { SaxesParser, type SaxesTagPlain } from "saxes";
import { AppError } from "#shared/errors.ts";
import { broken } from "../faults.ts";
import type { KeyStream } from "./key-stream.ts";

/*
 * The XML of a KeePass database (KeePass' KDBX_XML.xsd): what is in a file that is not encrypted, and inside of one that is.
 */

/** An entry that is not in the history of another one. */
export interface KeepassEntry {
  /** Names from below the outermost group, with `/` between them; empty in that one. */
  readonly group: string;
  readonly inBin: boolean;
  /** By their names: `Title`, `UserName`, `otp` … */
  readonly strings: ReadonlyMap<string, string>;
  readonly hasTags: boolean;
  readonly hasIcon: boolean;
  readonly hasAttachments: boolean;
}

/** Groups stand in groups; nobody has as many. */
const deepest = 256;

interface Group {
  name: string;
  uuid: string;
}

interface Building {
  strings: Map<string, string>;
  tags: boolean;
  icon: boolean;
  attachments: boolean;
  key: string;
  value: string;
}

/** Takes the XML in pieces, and gives the entries that have ended in them. */
export class EntryReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  readonly #inner: KeyStream | null;
  readonly #headerHash: Buffer | null;
  readonly #open: string[] = [];
  readonly #groups: Group[] = [];
  #ready: KeepassEntry[] = [];
  #entry: Building | null = null;
  /** How many histories are open: entries in them are former states. */
  #histories = 0;
  #isProtected = false;
  #text = "";
  #bin = "";
  #root = false;
  #begun = false;

  /**
   * @param inner what hides protected values; null where they are in the clear
   * @param headerHash what the file has to say of its own header, if it says anything
   */
  constructor(inner: KeyStream | null, headerHash: Buffer | null) {
    this.#inner = inner;
    this.#headerHash = headerHash;
    this.#parser.on("doctype", () => {
      throw broken();
    });
    this.#parser.on("opentag", (tag) => this.#opened(tag));
    this.#parser.on("text", (written) => (this.#text += written));
    this.#parser.on("cdata", (written) => (this.#text += written));
    this.#parser.on("closetag", ({ name }) => this.#closed(name));
  }

  /** @param piece null: the end @throws AppError FORMAT_UNREADABLE */
  take(piece: string | null): KeepassEntry[] {
    try {
      if (piece === null) this.#parser.close();
      else this.#parser.write(this.#begun ? piece : piece.trimStart());
      this.#begun ||= (piece ?? "").trim() !== "";
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : broken(thrown);
    }
    if (piece === null && !this.#root) throw broken();
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #opened({ name, attributes }: SaxesTagPlain): void {
    if (this.#open.length === 0) {
      if (name !== "KeePassFile") throw broken();
      this.#root = true;
    }
    if (this.#open.length >= deepest) throw broken();
    this.#open.push(name);
    this.#text = "";
    this.#isProtected = attributes["Protected"]?.toLowerCase() === "true";
    if (name === "Group") this.#groups.push({ name: "", uuid: "" });
    else if (name === "History") this.#histories += 1;
    else if (name === "Entry" && this.#histories === 0) {
      this.#entry = { strings: new Map(), tags: false, icon: false, attachments: false, key: "", value: "" };
    }
  }

  /** The text of the element that ends. What is hidden is taken from the key stream also where nobody wants it. */
  #content(): string {
    const written = this.#text;
    this.#text = "";
    if (!this.#isProtected || this.#inner === null) return written;
    this.#isProtected = false;
    const hidden = Buffer.from(written, "base64");
    return Buffer.from(this.#inner.apply(hidden)).toString("utf8");
  }

  #closed(name: string): void {
    const content = this.#content();
    this.#open.pop();
    const parent = this.#open.at(-1);
    if (parent === "Meta") this.#meta(name, content);
    else if (name === "Group") this.#groups.pop();
    else if (name === "History") this.#histories -= 1;
    else if (parent === "Group") this.#group(name, content);
    else if (this.#histories === 0 && this.#entry !== null) this.#within(this.#entry, parent, name, content);
    if (name === "Entry" && this.#histories === 0 && this.#entry !== null) this.#finish(this.#entry);
  }

  #meta(name: string, content: string): void {
    if (name === "RecycleBinUUID") this.#bin = content.trim();
    if (name !== "HeaderHash" || this.#headerHash === null) return;
    if (!Buffer.from(content, "base64").equals(this.#headerHash)) throw broken();
  }

  #group(name: string, content: string): void {
    const group = this.#groups.at(-1);
    if (group === undefined) return;
    if (name === "Name") group.name = content.trim();
    if (name === "UUID") group.uuid = content.trim();
  }

  #within(entry: Building, parent: string | undefined, name: string, content: string): void {
    if (parent === "String" && name === "Key") entry.key = content;
    else if (parent === "String" && name === "Value") entry.value = content;
    else if (parent === "Entry" && name === "String") {
      if (!entry.strings.has(entry.key)) entry.strings.set(entry.key, entry.value);
      entry.key = entry.value = "";
    } else if (parent === "Entry" && name === "Tags") entry.tags = content.trim() !== "";
    else if (parent === "Entry" && name === "CustomIconUUID") entry.icon = content.trim() !== "";
    else if (parent === "Entry" && name === "Binary") entry.attachments = true;
  }

  #finish({ strings, tags, icon, attachments }: Building): void {
    this.#entry = null;
    this.#ready.push({
      group: this.#groups
        .slice(1)
        .map(({ name }) => name)
        .join("/"),
      inBin: this.#groups.some(({ uuid }) => uuid !== "" && uuid === this.#bin),
      strings,
      hasTags: tags,
      hasIcon: icon,
      hasAttachments: attachments,
    });
  }
}
