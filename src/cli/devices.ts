import type { HardwareToken } from "#shared/contract/inventory.ts";
import { AppError } from "#shared/errors.ts";
import { HardwareTokenId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";

/**
 * Finds a hardware token named on the command line: by id, otherwise by serial number in any case.
 *
 * @throws AppError NOT_FOUND
 */
export async function deviceId({ call }: Context, named: string): Promise<HardwareToken["id"]> {
  const id = HardwareTokenId.safeParse(named);
  if (id.success) return id.data;
  let cursor: string | undefined;
  for (;;) {
    const page = await call("inventory.list", { search: named, limit: 200, cursor });
    const device = page.rows.find(({ serial }) => nameKey(serial) === nameKey(named));
    if (device) return device.id;
    if (page.nextCursor === null) {
      throw new AppError("NOT_FOUND", { text: text("cliEnrolment.noDevice") });
    }
    cursor = page.nextCursor;
  }
}
