import type { InputOf } from "#shared/contract/index.ts";
import type { PreparedRecovery } from "#shared/contract/vault.ts";
import type { Context } from "../context.ts";
import { describeSlot } from "../render/administration.ts";
import type { Outcome } from "../run.ts";
import { askForShares } from "../shares.ts";

type Proof = InputOf<"vault.replaceRecoveryKey">;
interface Shape {
  total: number;
  needed: number;
}

/** Said once the new recovery key is in force. */
export const replaced = "The new recovery key is now in force. The old one no longer opens anything: destroy it.";

const stays = "The current recovery key stays valid until you have typed in the new one.";

function shown({ recoveryKey, shares }: PreparedRecovery): string {
  if (recoveryKey !== null) {
    return `New recovery key: ${recoveryKey}\nWrite it down now and keep it apart from this computer: it is not shown again. ${stays}`;
  }
  const lines = shares.map((share, n) => `Share ${n + 1} of ${shares.length}: ${share}`);
  return [...lines, "", `Give each share to a different person: they are not shown again. ${stays}`].join("\n");
}

/** In a script: the first half. @param next the command that confirms it */
export async function showNewKey({ call }: Context, next: string, shares?: Shape): Promise<Outcome> {
  const data = await call("vault.prepareRecoveryKey", shares ? { shares } : {});
  return { data, text: `${shown(data)}\nConfirm it with: ${next}` };
}

async function askForNewKey({ secrets }: Context): Promise<Proof> {
  const { newRecoveryKey } = await secrets.ask({
    newRecoveryKey: { message: "The new recovery key, from your written copy", kind: "known" },
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
  return secrets.ask({ recoveryKey: { message: "The current recovery key", kind: "known" } });
}

async function replace(context: Context, proof: Proof): Promise<Outcome> {
  const data = await context.call("vault.replaceRecoveryKey", proof);
  return { data, text: `${replaced}\n\n${describeSlot(data, context.output.paint)}` };
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
