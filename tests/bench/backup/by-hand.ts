import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { requireTool } from "../../support/tools.ts";

const run = promisify(execFile);

/** What someone without the console does with the standard tools, in a folder that is empty again afterwards. */
export class ByHand {
  readonly #folder: string;
  readonly #identityFile: string;
  readonly #recipient: string;

  constructor(folder: string, keys: { identityFile: string; recipient: string }) {
    this.#folder = join(folder, "by-hand");
    this.#identityFile = keys.identityFile;
    this.#recipient = keys.recipient;
  }

  async #within<T>(work: (path: (name: string) => string) => Promise<T>): Promise<T> {
    await mkdir(this.#folder);
    try {
      return await work((name) => join(this.#folder, name));
    } finally {
      await rm(this.#folder, { recursive: true });
    }
  }

  /** SQLite's own copy, encrypted, and durable as ours is. The tar around it is left out. */
  create(store: string): Promise<void> {
    return this.#within(async (path) => {
      const [copy, target] = [path("copy.db"), path("backup.age")];
      await run(requireTool("sqlite3"), [store, `VACUUM INTO '${copy}'`]);
      await run(requireTool("age"), ["-r", this.#recipient, "-o", target, copy]);
      await run("sync", [target]);
    });
  }

  /** Decrypts, unpacks, and lets SQLite check its file: of what a verification proves, the first third. */
  verify(file: string): Promise<void> {
    return this.#within(async (path) => {
      await run(requireTool("age"), ["-d", "-i", this.#identityFile, "-o", path("backup.tar"), file]);
      await run("tar", ["-xf", path("backup.tar"), "-C", this.#folder]);
      const checked = await run(requireTool("sqlite3"), ["-readonly", path("console.db"), "PRAGMA integrity_check"]);
      if (checked.stdout.trim() !== "ok") throw new Error("the copy is not sound");
    });
  }

  /** How fast this disk copies the store. */
  copy(store: string): Promise<void> {
    return this.#within(async (path) => {
      await run("cp", [store, path("copy.db")]);
      await run("sync", [path("copy.db")]);
    });
  }

  static async keys(folder: string, pair: { identity: string; recipient: string }) {
    const identityFile = join(folder, "key.txt");
    await writeFile(identityFile, `${pair.identity}\n`, { mode: 0o600 });
    return { identityFile, recipient: pair.recipient };
  }
}
