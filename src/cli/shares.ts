import { text } from "#shared/texts/text.ts";
import type { Context } from "./context.ts";

/** In a terminal one by one until an empty answer; in a script one string, separated by spaces. */
export async function askForShares(
  { secrets }: Pick<Context, "secrets">,
  key: "shares" | "newShares" = "shares",
): Promise<string[]> {
  if (!secrets.interactive) {
    const answers = await secrets.ask({ [key]: { message: text("cliSecrets.shares"), kind: "known" } } as const);
    return ((answers as Record<string, string>)[key] ?? "").trim().split(/\s+/u);
  }
  const given: string[] = [];
  for (;;) {
    const { shares } = await secrets.ask({
      shares: {
        message: text("cliSecrets.share", { number: given.length + 1 }),
        kind: "known",
        optional: true,
        ask: true,
      },
    });
    if (shares === undefined) return given;
    given.push(shares);
  }
}
