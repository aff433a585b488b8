import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { eventLine } from "../../audit/line.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { syncFolder, writeAll } from "../../files/durable.ts";
import type { AuditRow } from "../../store/migrations/schema.ts";

/** The longest piece at the end of a file that can be a line which was not finished. */
const longestLine = 1024 * 1024;

const ours = '{"seq":';

/** Nothing of somebody else's is cut off or continued. */
const isOurs = (line: string): boolean => line.startsWith(ours) || ours.startsWith(line);

/**
 * Where the file's whole lines end, and the last of them: a process that was killed can have left half a line, and lines
 * of which nothing was noted.
 *
 * @throws AppError FILE_EXISTS for a file with something else in it
 */
async function endOf(handle: FileHandle): Promise<{ size: number; line: string | null }> {
  const { size } = await handle.stat();
  const length = Math.min(size, longestLine);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  const last = buffer.lastIndexOf(0x0a);
  const before = last <= 0 ? -1 : buffer.lastIndexOf(0x0a, last - 1);
  const [line, half] = [buffer.toString("utf8", before + 1, Math.max(0, last)), buffer.toString("utf8", last + 1)];
  const isWhole = last >= 0 ? isOurs(line) && line !== "" : length === size;
  if (!isWhole || !isOurs(half)) throw new AppError("FILE_EXISTS", { text: text("auditStreams.otherFile") });
  return { size: size - length + last + 1, line: last >= 0 ? line : null };
}

/**
 * Appends events to a file that another program reads (one line of JSON each, 0600). The file may have been moved away since.
 *
 * @throws AppError FILE_EXISTS for a file with something else in it; DISK_FULL, PERMISSION_DENIED, FILE_NOT_FOUND (the
 * folder), IO_ERROR
 */
export async function appendToFile(file: string, events: readonly AuditRow[]): Promise<void> {
  try {
    await using handle = await open(file, "a+", 0o600);
    const { size, line } = await endOf(handle);
    await handle.truncate(size);
    // By the whole line: after a restore the same number can be another event.
    const lines = events.map(eventLine);
    const missing = lines.slice(line === null ? 0 : lines.indexOf(line) + 1);
    await writeAll(handle, Buffer.from(missing.map((one) => `${one}\n`).join("")));
    await handle.sync();
    if (size === 0) await syncFolder(dirname(file));
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
