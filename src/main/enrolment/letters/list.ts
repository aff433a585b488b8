import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { LetterId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { letterSerial } from "#shared/model/typed.ts";
import { type Context, opened } from "../../call/context.ts";
import { decodeCursor, encodeCursor } from "../../base/cursor.ts";
import { countLetters, listLetters } from "../../store/factors/letters.ts";

const defaultLimit = 50;

/** One row more than shown is requested: it tells whether there is another page. */
export async function listPage(
  context: Context,
  input: ParsedInputOf<"letters.list">,
): Promise<OutputOf<"letters.list">> {
  const { db } = opened(context).store;
  const limit = input.limit ?? defaultLimit;
  const query = {
    state: input.state,
    userId: input.userId,
    search: input.search ? { serial: letterSerial(input.search), usernameKey: nameKey(input.search) } : null,
    before: input.cursor === undefined ? null : decodeCursor(LetterId, input.cursor),
    now: context.now,
  };
  const found = await listLetters(db, { ...query, limit: limit + 1 });
  const rows = found.slice(0, limit);
  return {
    rows,
    nextCursor: found.length > limit ? encodeCursor(rows.at(-1)?.id) : null,
    total: query.before === null ? await countLetters(db, { ...query, limit }) : null,
  };
}
