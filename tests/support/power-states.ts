import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  changed,
  type DataChange,
  type Disk,
  type File,
  type Folder,
  type NameChange,
  type Node,
  rename,
} from "./power-disk.ts";

/**
 * What became of a pending change of content: all of it arrived, nothing, so many bytes of it, or, as on a file system that
 * writes down sizes first, zeros where the file grew.
 */
type Fate = "kept" | "lost" | "zeros" | number;

/** Which pending changes have reached the disk. */
export interface Choice {
  keepsName(change: NameChange): boolean;
  fateOf(change: DataChange): Fate;
}

interface Content {
  key: string;
  bytes: () => Buffer;
}

/** What the disk holds when the power is back: paths in the folder; null is a folder. */
export interface State {
  key: string;
  entries: ReadonlyMap<string, Content | null>;
}

/** A number from 0 to 1. */
export type Random = () => number;

/** Numbers that follow from the seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = Math.trunc(state + 0x6d_2b_79_f5);
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const sector = 512;

/** The change as it arrived; null: not at all. */
function arrived(change: DataChange, fate: Fate, size: number): DataChange | null {
  if (fate === "lost") return null;
  if (fate === "kept") return change;
  if (change.kind === "resize") return fate === "zeros" ? change : null;
  if (fate === "zeros")
    return { ...change, kind: "resize", at: Math.max(size, change.at + change.bytes.length), bytes: Buffer.alloc(0) };
  return { ...change, bytes: change.bytes.subarray(0, fate) };
}

const sizeAfter = (size: number, { kind, at, bytes }: DataChange): number =>
  kind === "resize" ? at : Math.max(size, at + bytes.length);

function contentOf(file: File, choice: Choice): Content {
  const fates = file.pending.map((change) => choice.fateOf(change));
  const bytes = (): Buffer => {
    let size = file.content.length;
    const real: DataChange[] = [];
    for (const [nth, change] of pending.entries()) {
      const made = arrived(change, fates[nth] ?? "lost", size);
      if (!made) continue;
      real.push(made);
      size = sizeAfter(size, made);
    }
    return changed(content, real);
  };
  const { content, pending } = { content: file.content, pending: [...file.pending] };
  const sum = pending.map(({ id }, nth) => `${id}:${fates[nth]}`).filter((each) => !each.endsWith("lost"));
  return { key: `${file.id}/${file.version}/${sum.join()}`, bytes };
}

/** The names of one file or folder change in their order: a later change has not arrived without the earlier ones. */
function keptNames(names: readonly NameChange[], choice: Choice): NameChange[] {
  const wanted = new Map<Node, NameChange>();
  for (const change of names) if (choice.keepsName(change)) wanted.set(change.node, change);
  return names.filter((change) => change.id <= (wanted.get(change.node)?.id ?? 0));
}

/** The disk after a loss of power now, of which exactly the choice has arrived. */
export function stateOf(disk: Disk, choice: Choice): State {
  const after = new Map<Folder, Map<string, Node>>();
  const entriesOf = (folder: Folder): Map<string, Node> => {
    const known = after.get(folder) ?? new Map(folder.durable);
    after.set(folder, known);
    return known;
  };
  for (const change of keptNames(disk.names, choice)) rename(entriesOf, change);
  const contents = new Map<File, Content>();
  /** The same under each name of the file. */
  const contentsOf = (file: File): Content => {
    const content = contents.get(file) ?? contentOf(file, choice);
    contents.set(file, content);
    return content;
  };
  const entries = new Map<string, Content | null>();
  const walk = (folder: Folder, path: string): void => {
    for (const [name, node] of entriesOf(folder)) {
      entries.set(path + name, node.kind === "file" ? contentsOf(node) : null);
      if (node.kind === "folder") walk(node, `${path}${name}/`);
    }
  };
  walk(disk.root, "");
  const sum = createHash("sha256");
  for (const [path, content] of [...entries].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    sum.update(`${path}\0${content?.key ?? ""}\n`);
  return { key: sum.digest("hex"), entries };
}

/** A write's beginning in whole sectors, at least one short of all. */
const torn = ({ bytes }: DataChange, random: Random): number =>
  Math.floor((random() * Math.max(1, bytes.length - 1)) / sector) * sector;

/** What can have happened to the pending changes: the plain cases, then `mixtures` at random. */
export function choicesOf(disk: Disk, random: Random, mixtures: number): Choice[] {
  const last = disk
    .unsettled()
    .flatMap(({ pending }) => pending)
    .toSorted((one, other) => one.id - other.id)
    .at(-1);
  const all = (names: boolean, fate: Fate): Choice => ({ keepsName: () => names, fateOf: () => fate });
  const lastTorn = (names: boolean): Choice => ({
    keepsName: () => names,
    fateOf: (change) => (change.id === last?.id ? torn(change, random) : "kept"),
  });
  const mixture = (): Choice => {
    const names = new Map(disk.names.map((change) => [change.id, random() < 0.5]));
    const fates = new Map<number, Fate>();
    const fateOf = (change: DataChange): Fate => {
      const draw = random();
      const fate = draw < 0.4 ? "kept" : draw < 0.75 ? "lost" : draw < 0.9 ? torn(change, random) : "zeros";
      fates.set(change.id, fates.get(change.id) ?? fate);
      return fates.get(change.id) ?? fate;
    };
    return { keepsName: ({ id }) => names.get(id) ?? false, fateOf };
  };
  return [
    all(false, "lost"),
    all(true, "lost"),
    all(true, "zeros"),
    all(false, "kept"),
    all(true, "kept"),
    lastTorn(true),
    ...Array.from({ length: mixtures }, mixture),
  ];
}

/** Puts what is in the folder into the model, where it is durable. */
export function readInto(disk: Disk, folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    disk.put(relative(folder, path), entry.isDirectory() ? null : readFileSync(path));
  }
}

/** Makes the folder hold the state and nothing else. @returns what tells its content from any other */
export function writeOut({ entries }: State, folder: string): string {
  const sum = createHash("sha256");
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  for (const [path, content] of [...entries].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const bytes = content?.bytes();
    if (bytes) writeFileSync(join(folder, path), bytes, { mode: 0o600 });
    else mkdirSync(join(folder, path), { mode: 0o700 });
    sum.update(`${path}\0${bytes ? createHash("sha256").update(bytes).digest("hex") : ""}\n`);
  }
  return sum.digest("hex");
}
