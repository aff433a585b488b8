import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { SessionHolder } from "#main/terminal.ts";
import { text, type Text } from "#shared/texts/text.ts";

const Content = z.strictObject({ token: z.string().min(1).max(8192) });
const maxBytes = 16 * 1024;

/** Permissions of others: someone else on this computer could have read or planted the session. */
const othersMayAccess = 0o077;

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : null);

/** @returns the token, or what is wrong with the file */
function readToken(descriptor: number): { token: string } | { problem: Text } {
  const stat = fs.fstatSync(descriptor);
  if (!stat.isFile()) return { problem: text("cli.sessionNotFile") };
  if (process.platform !== "win32") {
    if (stat.uid !== process.getuid?.()) return { problem: text("cli.sessionOfOther") };
    if ((stat.mode & othersMayAccess) !== 0) return { problem: text("cli.sessionOpen") };
  }
  if (stat.size > maxBytes) return { problem: text("cli.sessionTooLarge") };
  try {
    const content = Content.safeParse(JSON.parse(fs.readFileSync(descriptor, "utf8")));
    if (content.success) return content.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { problem: text("cli.sessionDamaged") };
}

/**
 * The terminal's session between two commands: `DIR/session.json`, mode 0600. A file that others could have changed
 * is removed with a warning, and the person counts as signed out.
 */
export function sessionFile(dataDir: string, warn: (problem: Text) => void): SessionHolder {
  const file = join(dataDir, "session.json");

  const discard = (problem: Text) => {
    warn(text("cli.sessionRemoved", { problem }));
    fs.rmSync(file, { recursive: true, force: true });
    return null;
  };

  const get = (): string | null => {
    let descriptor: number;
    try {
      // Without following links: a planted link must not make the console read another file. Without
      // blocking: a planted pipe must not make it wait. Windows has neither flag.
      const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
      descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT" || code === "ENOTDIR") return null;
      if (code === "ELOOP") return discard(text("cli.sessionLink"));
      if (code === "EISDIR" || code === "ENXIO") return discard(text("cli.sessionNotFile"));
      throw error;
    }
    try {
      const found = readToken(descriptor);
      return "token" in found ? found.token : discard(found.problem);
    } finally {
      fs.closeSync(descriptor);
    }
  };

  const set = (token: string | null): void => {
    if (token === null) {
      fs.rmSync(file, { force: true });
      return;
    }
    const temporary = join(dataDir, `.session-${randomUUID()}.tmp`);
    try {
      fs.writeFileSync(temporary, JSON.stringify({ token }), { mode: 0o600, flag: "wx", flush: true });
      fs.renameSync(temporary, file);
    } finally {
      fs.rmSync(temporary, { force: true });
    }
  };

  return { outlivesProcess: true, get, set };
}
