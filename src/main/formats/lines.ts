import { text } from "#shared/texts/text.ts";
import { broken, damaged } from "./faults.ts";
import { encodingOf, type Source } from "./source.ts";

/** More characters than any line of a table or configuration has. */
const longest = 64 * 1024;

/** Text in pieces, without a byte order mark. @throws AppError FORMAT_UNREADABLE where it is not text */
export async function* decodedPieces(
  pieces: AsyncIterable<Uint8Array>,
  encoding: ReturnType<typeof encodingOf> = "utf-8",
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (thrown) {
      throw damaged(text("formats.notText"), thrown);
    }
  };
  for await (const piece of pieces) yield decode(piece);
  yield decode();
}

/** The text of a file, in UTF-8 or in UTF-16 with its mark. @throws AppError FORMAT_UNREADABLE where it is not text */
export const textPieces = (source: Source): AsyncGenerator<string> =>
  decodedPieces(source.chunks(), encodingOf(source.head));

/**
 * The lines of a text without their ends, as they come; memory stays constant. The last one is there even without
 * an end.
 *
 * @throws AppError FORMAT_UNREADABLE where it is not text, or a line does not end
 */
export async function* linesOf(source: Source): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of textPieces(source)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longest) throw broken();
    for (const line of lines) yield line.replace(/\r$/u, "");
  }
  if (rest !== "") yield rest.replace(/\r$/u, "");
}
