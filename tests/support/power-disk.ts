import type { Call, Place } from "./power-trace.ts";

/** A change of a file's content that no flush of the file has followed yet. */
export interface DataChange {
  readonly id: number;
  readonly kind: "write" | "resize";
  readonly at: number;
  /** Empty for a change of size to `at`. */
  readonly bytes: Buffer;
  /** Place of the call's end in the order of all lines. */
  readonly ended: number;
}

/** A change of names that no flush of the folder has followed yet; it reaches the disk as a whole or not at all. */
export interface NameChange {
  readonly id: number;
  /** Whose flush makes it durable. */
  readonly folder: Folder;
  readonly node: Node;
  /** The name that it gets in `folder`. */
  readonly set: string | null;
  readonly remove: { folder: Folder; name: string } | null;
  readonly ended: number;
}

export interface File {
  readonly kind: "file";
  readonly id: number;
  /** What is durable; never changed in place. */
  content: Buffer;
  /** How often `content` was exchanged. */
  version: number;
  pending: DataChange[];
}

export interface Folder {
  readonly kind: "folder";
  readonly id: number;
  readonly entries: Map<string, Node>;
  readonly durable: Map<string, Node>;
}

export type Node = File | Folder;

interface Descriptor {
  node: Node;
  position: number;
  append: boolean;
  /** Whether reads, which are not in the trace, may have moved the position. */
  readable: boolean;
}

interface Spot {
  folder: Folder;
  name: string;
  node: Node | undefined;
}

/** The content with the changes made to it, in their order. */
export function changed(content: Buffer, changes: readonly DataChange[]): Buffer {
  const ends = changes.map(({ at, bytes }) => at + bytes.length);
  const room = Buffer.alloc(Math.max(content.length, ...ends));
  let size = content.copy(room);
  for (const { kind, at, bytes } of changes) {
    if (kind === "resize") room.fill(0, Math.min(at, size), size);
    else bytes.copy(room, at);
    size = kind === "resize" ? at : Math.max(size, at + bytes.length);
  }
  return room.subarray(0, size);
}

/** Makes the change of names in the entries that `entriesOf` gives for a folder. */
export function rename(entriesOf: (folder: Folder) => Map<string, Node>, change: NameChange): void {
  const { folder, node, set, remove } = change;
  if (remove) {
    const entries = entriesOf(remove.folder);
    if (entries.get(remove.name) === node) entries.delete(remove.name);
  }
  if (set !== null) entriesOf(folder).set(set, node);
}

/**
 * A folder on a disk that keeps only what was flushed to it: a file's content with fsync or fdatasync of the file, a name
 * with fsync of its folder, and nothing besides. Everything else is pending: it may have reached the disk, in any order.
 */
export class Disk {
  readonly root: Folder;
  /** Pending, oldest first. */
  names: NameChange[] = [];
  readonly #path: string;
  readonly #spared: readonly string[];
  readonly #open = new Map<number, Descriptor>();
  #ids = 0;

  /**
   * @param path of the folder; it counts as durable itself
   * @param spared names of folders in it in which everything is durable at once
   */
  constructor(path: string, spared: readonly string[] = []) {
    this.#path = path;
    this.#spared = spared;
    this.root = this.#newFolder();
  }

  #nextId(): number {
    return (this.#ids += 1);
  }

  #newFolder(): Folder {
    return { kind: "folder", id: this.#nextId(), entries: new Map(), durable: new Map() };
  }

  #newFile(content: Buffer): File {
    return { kind: "file", id: this.#nextId(), content, version: 0, pending: [] };
  }

  /** Puts a durable file (or a folder: null) where it was before the work. */
  put(path: string, content: Buffer | null): void {
    const spot = this.#walk(this.root, path);
    const node = content ? this.#newFile(content) : this.#newFolder();
    spot.folder.entries.set(spot.name, node);
    spot.folder.durable.set(spot.name, node);
  }

  /** Files with changes of content that are pending. */
  unsettled(): File[] {
    const found = new Set<File>();
    const look = (node: Node): void => {
      if (node.kind === "folder") for (const each of [...node.entries.values(), ...node.durable.values()]) look(each);
      else if (node.pending.length > 0) found.add(node);
    };
    look(this.root);
    for (const { node } of this.names) look(node);
    return [...found];
  }

  #walk(from: Folder, path: string): Spot {
    const names = path.split("/").filter((name) => name !== "");
    const name = names.pop() ?? ".";
    let folder = from;
    for (const each of names) {
      const node = folder.entries.get(each);
      if (node?.kind !== "folder") throw new Error(`${path}: no folder ${each}`);
      folder = node;
    }
    return { folder, name, node: name === "." ? folder : folder.entries.get(name) };
  }

  /** @returns where the path leads to; null when that is outside */
  #spot({ at, path }: Place): Spot | null {
    if (at === null) {
      const inside = path === this.#path || path.startsWith(`${this.#path}/`);
      return inside ? this.#walk(this.root, path.slice(this.#path.length)) : null;
    }
    const from = this.#open.get(at)?.node;
    return from?.kind === "folder" ? this.#walk(from, path) : null;
  }

  #sparedFolders(): (Node | undefined)[] {
    return this.#spared.map((name) => this.root.entries.get(name));
  }

  #changeNames(change: Omit<NameChange, "id">): void {
    const made: NameChange = { ...change, id: this.#nextId() };
    rename(({ entries }) => entries, made);
    if (this.#sparedFolders().includes(change.folder)) rename(({ durable }) => durable, made);
    else this.names.push(made);
  }

  #changeData(file: File, change: Omit<DataChange, "id">): void {
    file.pending.push({ ...change, id: this.#nextId() });
    const spared = this.#sparedFolders().some(
      (node) => node?.kind === "folder" && [...node.entries.values()].includes(file),
    );
    if (spared) this.#settle(file, Number.POSITIVE_INFINITY);
  }

  #settle(file: File, before: number): void {
    const going = file.pending.filter(({ ended }) => ended < before);
    if (going.length === 0) return;
    file.content = changed(file.content, going);
    file.version += 1;
    file.pending = file.pending.filter((change) => !going.includes(change));
  }

  /** The size as the running system sees it. */
  #sizeOf(file: File): number {
    return file.pending.reduce(
      (size, { kind, at, bytes }) => (kind === "resize" ? at : Math.max(size, at + bytes.length)),
      file.content.length,
    );
  }

  /**
   * Does what the call did.
   *
   * @returns whether it was about this folder
   * @throws Error when the model cannot follow it
   */
  apply(call: Call): boolean {
    switch (call.kind) {
      case "open":
        return this.#opened(call);
      case "close":
        return this.#open.delete(call.fd);
      case "write":
        return this.#write(call);
      case "resize":
        return this.#resize(call);
      case "seek":
        return this.#seek(call);
      case "sync":
        return this.#sync(call);
      case "rename":
      case "link":
        return this.#renameOrLink(call);
      case "unlink":
      case "rmdir":
        return this.#remove(call);
      case "mkdir":
        return this.#makeFolder(call);
      case "strange":
        return this.#refuse(call);
    }
  }

  #opened({ place, fd, flags, ended }: Extract<Call, { kind: "open" }>): boolean {
    this.#open.delete(fd);
    const spot = this.#spot(place);
    if (!spot) return false;
    if (flags.has("O_TMPFILE")) throw new Error("files without a name are not in the model");
    let { node } = spot;
    if (!node) {
      if (!flags.has("O_CREAT")) throw new Error(`${place.path} is opened and is not there`);
      node = this.#newFile(Buffer.alloc(0));
      this.#changeNames({ folder: spot.folder, node, set: spot.name, remove: null, ended });
    } else if (node.kind === "file" && flags.has("O_TRUNC") && this.#sizeOf(node) > 0) {
      this.#changeData(node, { kind: "resize", at: 0, bytes: Buffer.alloc(0), ended });
    }
    const readable = !flags.has("O_WRONLY");
    this.#open.set(fd, { node, position: 0, append: flags.has("O_APPEND"), readable });
    return true;
  }

  #fileOf(fd: number): { file: File; descriptor: Descriptor } | null {
    const descriptor = this.#open.get(fd);
    if (!descriptor) return null;
    if (descriptor.node.kind !== "file") throw new Error("a folder is written to");
    return { file: descriptor.node, descriptor };
  }

  #write({ fd, at, bytes, ended }: Extract<Call, { kind: "write" }>): boolean {
    const found = this.#fileOf(fd);
    if (!found) return false;
    const { file, descriptor } = found;
    if (at === null && descriptor.readable && !descriptor.append) throw new Error("where it is written is not known");
    const start = descriptor.append ? this.#sizeOf(file) : (at ?? descriptor.position);
    if (at === null) descriptor.position = start + bytes.length;
    this.#changeData(file, { kind: "write", at: start, bytes, ended });
    return true;
  }

  #resize({ target, size, ended }: Extract<Call, { kind: "resize" }>): boolean {
    const node = typeof target === "number" ? this.#fileOf(target)?.file : this.#spot(target)?.node;
    if (node?.kind !== "file") return false;
    if (this.#sizeOf(node) !== size)
      this.#changeData(node, { kind: "resize", at: size, bytes: Buffer.alloc(0), ended });
    return true;
  }

  #seek({ fd, to }: Extract<Call, { kind: "seek" }>): boolean {
    const descriptor = this.#open.get(fd);
    if (descriptor) descriptor.position = to;
    return descriptor !== undefined;
  }

  /** Covers what had ended when it began: another thread's change in the meantime may have come too late. */
  #sync({ fd, began }: Extract<Call, { kind: "sync" }>): boolean {
    const node = this.#open.get(fd)?.node;
    if (!node) return false;
    if (node.kind === "file") {
      this.#settle(node, began);
      return true;
    }
    const going = this.names.filter((change) => change.folder === node && change.ended < began);
    for (const change of going) rename(({ durable }) => durable, change);
    this.names = this.names.filter((change) => !going.includes(change));
    return true;
  }

  #renameOrLink(call: Extract<Call, { kind: "rename" | "link" }>): boolean {
    const [from, to] = [this.#spot(call.from), this.#spot(call.to)];
    if (!from && !to) return false;
    if (!from?.node || !to) throw new Error(`${call.kind} of ${call.from.path} to ${call.to.path}`);
    const remove = call.kind === "rename" ? { folder: from.folder, name: from.name } : null;
    this.#changeNames({ folder: to.folder, node: from.node, set: to.name, remove, ended: call.ended });
    return true;
  }

  #remove({ place, ended }: Extract<Call, { kind: "unlink" | "mkdir" | "rmdir" }>): boolean {
    const spot = this.#spot(place);
    if (!spot) return false;
    const { folder, name, node } = spot;
    if (!node) throw new Error(`${place.path} is removed and is not there`);
    this.#changeNames({ folder, node, set: null, remove: { folder, name }, ended });
    return true;
  }

  #makeFolder({ place, ended }: Extract<Call, { kind: "unlink" | "mkdir" | "rmdir" }>): boolean {
    const spot = this.#spot(place);
    if (!spot) return false;
    this.#changeNames({ folder: spot.folder, node: this.#newFolder(), set: spot.name, remove: null, ended });
    return true;
  }

  /** SQLite's index of its log is made anew at the next opening, whatever is in it. */
  #refuse({ name, fds, paths }: Extract<Call, { kind: "strange" }>): boolean {
    const nodes = fds.flatMap((fd) => this.#open.get(fd)?.node ?? []);
    const known = name === "mmap" && nodes.every((node) => this.#isLogIndex(node));
    const ours = nodes.length > 0 || paths.some((place) => this.#spot(place) !== null);
    if (ours && !known) throw new Error(`the model does not know ${name}`);
    return false;
  }

  #isLogIndex(node: Node, folder: Folder = this.root): boolean {
    return [...folder.entries].some(
      ([name, each]) =>
        (each === node && name.endsWith("-shm")) || (each.kind === "folder" && this.#isLogIndex(node, each)),
    );
  }
}
