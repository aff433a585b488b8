import { damaged, broken } from "./faults.ts";
import type { Source } from "./source.ts";
import { text } from "#shared/texts/text.ts";

/** More characters than any line of a table or configuration has. */
const longest = 64 * 1024;

/**
 * The lines of a UTF-8 text without their ends, as they come; memory stays constant. The last one is there even without
 * an end.
 *
 * @throws AppError FORMAT_UNREADABLE where it is not text, or a line does not end
 */
export async function* linesOf(source: Source): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (thrown) {
      throw damaged(text("formats.notText"), thrown);
    }
  };
  let rest = "";
  for await (const piece of source.chunks()) {
    const lines = (rest + decode(piece)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longest) throw broken();
    for (const line of lines) yield line.replace(/\r$/u, "");
  }
  rest += decode();
  if (rest !== "") yield rest.replace(/\r$/u, "");
}
