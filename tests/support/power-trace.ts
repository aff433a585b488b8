/** A path in a call: relative ones count from the folder that `at` is open on; null: absolute. */
export interface Place {
  at: number | null;
  path: string;
}

type Act =
  | { kind: "open"; place: Place; fd: number; flags: ReadonlySet<string> }
  | { kind: "close"; fd: number }
  /** `at`: bytes from the file's start; null: at the descriptor's own position. */
  | { kind: "write"; fd: number; at: number | null; bytes: Buffer }
  | { kind: "resize"; target: number | Place; size: number }
  | { kind: "seek"; fd: number; to: number }
  | { kind: "sync"; fd: number }
  | { kind: "rename" | "link"; from: Place; to: Place }
  | { kind: "unlink" | "mkdir" | "rmdir"; place: Place }
  /** What the model does not know: fails where it concerns a file that is watched. */
  | { kind: "strange"; name: string; fds: readonly number[]; paths: readonly Place[] };

/** A call that was answered without an error. It took effect between its two places in the order of all lines. */
export type Call = Act & { began: number; ended: number };

/** The calls that change files or say which file is meant, for `strace -e trace=`. */
export const tracedCalls = [
  "open openat openat2 creat close dup dup2 dup3 fcntl ioctl lseek mmap",
  "write pwrite64 writev pwritev pwritev2 ftruncate truncate fallocate copy_file_range sendfile splice",
  "rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat mkdir mkdirat rmdir mknod mknodat",
  "fsync fdatasync sync syncfs sync_file_range msync",
]
  .join(" ")
  .split(" ");

/** The bytes of a string as `strace -xx` shows it. @throws Error when strace cut it off */
function bytesOf(shown: string): Buffer {
  if (!shown.endsWith('"')) throw new Error("strace cut a string off");
  return Buffer.from(shown.slice(1, -1).replaceAll("\\x", ""), "hex");
}

/** With -xx there is no quotation mark inside. */
const string = String.raw`"[^"]*"(?:\.\.\.)?`;
const strings = (args: string): string[] => args.match(new RegExp(string, "gu")) ?? [];

/** The paths in the arguments; each may have a descriptor before it. */
function placesOf(args: string): Place[] {
  return [...args.matchAll(new RegExp(String.raw`(?:(AT_FDCWD|\d+), )?(${string})`, "gu"))].map(([, at, shown]) => {
    const path = bytesOf(shown ?? "").toString();
    return { path, at: at === undefined || at === "AT_FDCWD" || path.startsWith("/") ? null : Number(at) };
  });
}

function place(args: string, nth = 0): Place {
  const found = placesOf(args)[nth];
  if (!found) throw new Error(`no path in ${args.slice(0, 200)}`);
  return found;
}

const first = (args: string): number => Number.parseInt(args, 10);
const last = (args: string): number => Number(args.slice(args.lastIndexOf(",") + 1));

/** The first `length` bytes: a write may take only a part. */
const written = (args: string, length: number): Buffer => Buffer.concat(strings(args).map(bytesOf)).subarray(0, length);

const strange = (name: string, args: string): Act => ({
  kind: "strange",
  name,
  fds: [...args.replaceAll(new RegExp(string, "gu"), "").matchAll(/\b\d+\b/gu)].map(([fd]) => Number(fd)),
  paths: placesOf(args),
});

function mapping(args: string): Act | null {
  if (!args.includes("MAP_SHARED") || !args.includes("PROT_WRITE") || args.includes("MAP_ANONYMOUS")) return null;
  return { kind: "strange", name: "mmap", fds: [Number(args.split(", ")[4])], paths: [] };
}

/** Of all that ioctl does, only a clone changes a file. */
const cloning = (args: string): Act | null => (args.includes("FICLONE") ? strange("ioctl", args) : null);

type Reader = (args: string, result: number) => Act | null;

const opening: Reader = (args, fd) => ({
  kind: "open",
  place: place(args),
  fd,
  flags: new Set(/\bO_[A-Z_|]+/u.exec(args)?.[0].split("|")),
});
const writing: Reader = (args, length) => ({
  kind: "write",
  fd: first(args),
  at: null,
  bytes: written(args, length),
});
const writingAt: Reader = (args, length) => ({
  kind: "write",
  fd: first(args),
  at: last(args),
  bytes: written(args, length),
});
const naming =
  (kind: "rename" | "link"): Reader =>
  (args) =>
    /RENAME_EXCHANGE|RENAME_WHITEOUT/u.test(args)
      ? strange(kind, args)
      : { kind, from: place(args), to: place(args, 1) };
const folder: Reader = (args) => ({ kind: "mkdir", place: place(args) });
const sync: Reader = (args) => ({ kind: "sync", fd: first(args) });

const readers: Readonly<Record<string, Reader>> = {
  open: opening,
  openat: opening,
  close: (args) => ({ kind: "close", fd: first(args) }),
  fcntl: (args) => (args.includes("F_DUPFD") ? strange("fcntl", args) : null),
  ioctl: cloning,
  lseek: (args, to) => ({ kind: "seek", fd: first(args), to }),
  mmap: mapping,
  write: writing,
  writev: writing,
  pwrite64: writingAt,
  pwritev: writingAt,
  ftruncate: (args) => ({ kind: "resize", target: first(args), size: last(args) }),
  truncate: (args) => ({ kind: "resize", target: place(args), size: last(args) }),
  rename: naming("rename"),
  renameat: naming("rename"),
  renameat2: naming("rename"),
  link: naming("link"),
  linkat: naming("link"),
  unlink: (args) => ({ kind: "unlink", place: place(args) }),
  unlinkat: (args) => ({ kind: args.includes("AT_REMOVEDIR") ? "rmdir" : "unlink", place: place(args) }),
  mkdir: folder,
  mkdirat: folder,
  rmdir: (args) => ({ kind: "rmdir", place: place(args) }),
  fsync: sync,
  fdatasync: sync,
};

const interrupted = " <unfinished ...>";
const line = /^(?<pid>\d+) +(?<rest>.*)$/su;
const resumption = /^<\.\.\. \w+ resumed>/u;
const whole = /^(?<name>\w+)\((?<args>.*)\) += (?<result>-?\d+|0x[0-9a-f]+|\?)(?: .*)?$/su;

function toCall(text: string, began: number, ended: number): Call | null {
  const { name = "", args = "", result = "" } = whole.exec(text)?.groups ?? {};
  if (name === "") throw new Error(`not a call: ${text.slice(0, 200)}`);
  if (result.startsWith("-") || result === "?") return null;
  const read = readers[name] ?? ((rest: string) => strange(name, rest));
  const act = read(args, Number(result));
  return act && { ...act, began, ended };
}

/**
 * Reads what `strace -f -xx -e trace=…` wrote of one process and its threads.
 *
 * @returns the calls that were answered without an error, in the order in which they ended; a closing counts from its
 *   beginning, since another thread may get the same number before it has ended
 * @throws Error on a line that is none of strace's, and on a string that was cut off
 */
export function readTrace(trace: string): Call[] {
  const begun = new Map<string, { text: string; at: number }>();
  const calls: Call[] = [];
  for (const [number, text] of trace.split("\n").entries()) {
    if (text === "") continue;
    const { pid = "", rest = "" } = line.exec(text)?.groups ?? {};
    if (pid === "") throw new Error(`not a line of strace: ${text.slice(0, 200)}`);
    if (rest.startsWith("+++") || rest.startsWith("---")) continue;
    if (rest.endsWith(interrupted)) {
      begun.set(pid, { text: rest.slice(0, -interrupted.length), at: number });
      continue;
    }
    const before = resumption.test(rest) ? begun.get(pid) : undefined;
    const call = toCall((before?.text ?? "") + rest.replace(resumption, ""), before?.at ?? number, number);
    if (call) calls.push(call);
  }
  const moment = ({ kind, began, ended }: Call): number => (kind === "close" ? began : ended);
  return calls.toSorted((one, other) => moment(one) - moment(other));
}
