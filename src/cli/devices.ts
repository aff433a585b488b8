import type { HardwareToken } from "#shared/contract/inventory.ts";
import { AppError } from "#shared/errors.ts";
import { HardwareTokenId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import type { Context } from "./context.ts";

/**
 * Finds a hardware token named on the command line: by id, otherwise by serial number in any case.
 *
 * @throws AppError NOT_FOUND
 */
export async function deviceId({ call }: Context, text: string): Promise<HardwareToken["id"]> {
  const id = HardwareTokenId.safeParse(text);
  if (id.success) return id.data;
  let cursor: string | undefined;
  for (;;) {
    const page = await call("inventory.list", { search: text, limit: 200, cursor });
    const device = page.rows.find(({ serial }) => nameKey(serial) === nameKey(text));
    if (device) return device.id;
    if (page.nextCursor === null) {
      throw new AppError("NOT_FOUND", { message: "There is no hardware token with this serial number." });
    }
    cursor = page.nextCursor;
  }
}
