import type { Target } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";

/** By its name, or its id. @throws AppError NOT_FOUND */
export async function targetNamed({ call }: Context, name: string): Promise<Target> {
  const { targets } = await call("targets.list", {});
  const found = targets.find((target) => nameKey(target.name) === nameKey(name) || target.id === name);
  if (!found) throw new AppError("NOT_FOUND", { text: text("targets.noSuch") });
  return found;
}
