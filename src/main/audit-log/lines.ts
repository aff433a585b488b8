import { createReadStream } from "node:fs";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../base/errors/to-app-error.ts";

export interface Line {
  bytes: Buffer;
  /** From 1. */
  number: number;
}

/** No event is longer. */
const longest = 1024 * 1024;

const lineEnd = 0x0a;

/**
 * The lines of a file, byte for byte, without their ends.
 *
 * @throws AppError INVALID_INPUT for a line of over 1 MiB; FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let to = bytes.indexOf(lineEnd); to >= 0; to = bytes.indexOf(lineEnd, from)) {
        yield { bytes: bytes.subarray(from, to), number: (number += 1) };
        from = to + 1;
      }
      rest = bytes.subarray(from);
      if (rest.length > longest) throw new AppError("INVALID_INPUT", { text: text("auditFile.longLine") });
    }
    if (rest.length > 0) yield { bytes: rest, number: number + 1 };
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
