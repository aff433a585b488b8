import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { warn } from "../log.ts";

/**
 * One instance for each user-data folder. The lock is the name of a socket in Linux's abstract namespace (unix(7)): the
 * kernel gives it to only one process and frees it when that process ends, however it ends. So there are no stale locks
 * and no process ids to confuse.
 *
 * A random key is made once and kept in the folder, readable only by its owner. The name, which every account can list,
 * is the key's hash; the key itself shows that a message comes from the same account.
 */
export interface Notice {
  argv: string[];
  workingDirectory: string;
  additionalData: unknown;
}

/** How long a second instance waits for the first to accept its message, ms. */
const noticeTime = 2000;
const longestNotice = 1024 * 1024;

function readOrCreateKey(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "instance.key");
  try {
    writeFileSync(file, randomBytes(16).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
  }
  return readFileSync(file, "utf8").trim();
}

function parseNotice(text: string, key: string): Notice | undefined {
  const newline = text.indexOf("\n");
  if (newline === -1 || text.slice(0, newline) !== key) return undefined;
  return JSON.parse(text.slice(newline + 1)) as Notice;
}

/** Abstract names begin with a NUL byte. */
const addressOf = (key: string): string => `\0countersign-${createHash("sha256").update(key).digest("hex")}`;

export class SingleInstance {
  #server: Server | undefined;
  #notified: Promise<void> = Promise.resolve();

  get isHeld(): boolean {
    return this.#server !== undefined;
  }

  /** Resolves when the first instance has been told or is not listening. */
  get notified(): Promise<void> {
    return this.#notified;
  }

  /**
   * @param onNotice called in the first instance when another one tries
   * @returns whether this is the first instance; if not, it tells the first
   */
  acquire(folder: string, notice: Notice, onNotice: (notice: Notice) => void): boolean {
    if (this.#server !== undefined) return true;
    const key = readOrCreateKey(folder);
    const address = addressOf(key);
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      let text = "";
      socket.setEncoding("utf8");
      socket.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > longestNotice) socket.destroy();
      });
      socket.on("error", () => socket.destroy());
      socket.on("end", () => {
        const received = parseNotice(text, key);
        if (received !== undefined) onNotice(received);
        socket.end("ok");
      });
    });
    // Binding is synchronous; only a failure is reported later, as an event.
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") warn(`the single-instance lock cannot be acquired: ${error.message}`);
    });
    server.listen(address);
    if (server.listening) {
      server.unref();
      this.#server = server;
      return true;
    }
    this.#notified = this.#tell(address, `${key}\n${JSON.stringify(notice)}`);
    return false;
  }

  release(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  #tell(address: string, message: string): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(address, () => socket.end(message));
      socket.setTimeout(noticeTime, () => socket.destroy());
      socket.resume();
      socket.on("error", () => socket.destroy());
      socket.on("close", () => resolve());
    });
  }
}
