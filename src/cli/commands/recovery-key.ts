import type { InputOf } from "#shared/contract/index.ts";
import type { PreparedRecovery } from "#shared/contract/vault.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { describeSlot } from "../render/administration.ts";
import type { Words } from "../render/words.ts";
import type { Outcome } from "../run.ts";
import { askForShares } from "../shares.ts";

type Proof = InputOf<"vault.replaceRecoveryKey">;
interface Shape {
  total: number;
  needed: number;
}

/** Said once the new recovery key is in force. */
export const replaced = text("cliVault.replaced");

function shown({ recoveryKey, shares }: PreparedRecovery): Words {
  if (recoveryKey !== null) return [text("cliVault.newKey", { key: recoveryKey }), text("cliVault.writeDown")];
  const total = shares.length;
  const lines = shares.map((share, n) => text("cliVault.share", { number: n + 1, total, share }));
  return [...lines, "", text("cliVault.giveShares")];
}

/** In a script: the first half. @param next the command that confirms it */
export async function showNewKey({ call }: Context, next: string, shares?: Shape): Promise<Outcome> {
  const data = await call("vault.prepareRecoveryKey", shares ? { shares } : {});
  return { data, words: [shown(data), text("cliVault.confirmWith", { command: next })] };
}

async function askForNewKey({ secrets }: Context): Promise<Proof> {
  const { newRecoveryKey } = await secrets.ask({
    newRecoveryKey: { message: text("cliSecrets.newRecoveryKey"), kind: "known" },
  });
  return { recoveryKey: newRecoveryKey };
}

/**
 * A new recovery key, shown and then typed in from the written copy.
 *
 * @param isShown an earlier command has shown it
 */
export async function provenNewKey(context: Context, isShown: boolean, shares?: Shape): Promise<Proof> {
  if (!isShown) context.output.notice(shown(await context.call("vault.prepareRecoveryKey", shares ? { shares } : {})));
  return shares ? { shares: await askForShares(context, "newShares") } : askForNewKey(context);
}

/** The current recovery key. In a script, the same JSON key also approves. */
export async function askForCurrentKey({ secrets }: Context): Promise<Proof> {
  return secrets.ask({ recoveryKey: { message: text("cliSecrets.currentRecoveryKey"), kind: "known" } });
}

async function replace(context: Context, proof: Proof): Promise<Outcome> {
  const data = await context.call("vault.replaceRecoveryKey", proof);
  return { data, words: [replaced, "", describeSlot(data, context.output.paint)] };
}

/** Both halves in a terminal; in a script the first, or the second with `--confirm`. */
export async function replaceRecoveryKey(context: Context, confirm: boolean): Promise<Outcome> {
  if (!context.secrets.interactive && !confirm) {
    return showNewKey(context, "countersign vault new-recovery-key --confirm");
  }
  return replace(context, await provenNewKey(context, confirm));
}

export async function makeShares(context: Context, shape: Shape, confirm: boolean): Promise<Outcome> {
  if (!context.secrets.interactive && !confirm) {
    const next = `countersign vault shares --total ${shape.total} --needed ${shape.needed} --confirm`;
    return showNewKey(context, next, shape);
  }
  return replace(context, await provenNewKey(context, confirm, shape));
}
