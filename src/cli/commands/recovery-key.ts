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

/** What is true once the new one counts. */
export const replaced = "The new recovery key counts from now on. The one before opens nothing any more: destroy it.";

const stays = "Until you have typed it back, the present recovery key stays.";

function shown({ recoveryKey, shares }: PreparedRecovery): string {
  if (recoveryKey !== null) {
    return `New recovery key: ${recoveryKey}\nWrite it down now and keep it apart from this computer: it is not shown again. ${stays}`;
  }
  const lines = shares.map((share, n) => `Share ${n + 1} of ${shares.length}: ${share}`);
  return [...lines, "", `Hand each to another person: they are not shown again. ${stays}`].join("\n");
}

/** In a script: the first half. @param next the command that proves it */
export async function showNewKey({ call }: Context, next: string, shares?: Shape): Promise<Outcome> {
  const data = await call("vault.prepareRecoveryKey", shares ? { shares } : {});
  return { data, text: `${shown(data)}\nProve it with: ${next}` };
}

async function askForNewKey({ secrets }: Context): Promise<Proof> {
  const { newRecoveryKey } = await secrets.ask({
    newRecoveryKey: { message: "The new recovery key, from your copy", kind: "known" },
  });
  return { recoveryKey: newRecoveryKey };
}

/**
 * A new recovery key, shown and typed back from the copy.
 *
 * @param isShown it was shown by an earlier command
 */
export async function provenNewKey(context: Context, isShown: boolean, shares?: Shape): Promise<Proof> {
  if (!isShown) context.output.notice(shown(await context.call("vault.prepareRecoveryKey", shares ? { shares } : {})));
  return shares ? { shares: await askForShares(context, "newShares") } : askForNewKey(context);
}

/** The one that counts now. In a script it is under the key that approves, too. */
export async function askForPresentKey({ secrets }: Context): Promise<Proof> {
  return secrets.ask({ recoveryKey: { message: "The present recovery key", kind: "known" } });
}

async function exchange(context: Context, proof: Proof): Promise<Outcome> {
  const data = await context.call("vault.replaceRecoveryKey", proof);
  return { data, text: `${replaced}\n\n${describeSlot(data, context.output.paint)}` };
}

/** In a terminal both halves; in a script the first, unless the second is asked for. */
export async function replaceRecoveryKey(context: Context, confirm: boolean): Promise<Outcome> {
  if (!context.secrets.interactive && !confirm) {
    return showNewKey(context, "countersign vault new-recovery-key --confirm");
  }
  return exchange(context, await provenNewKey(context, confirm));
}

export async function makeShares(context: Context, shape: Shape, confirm: boolean): Promise<Outcome> {
  if (!context.secrets.interactive && !confirm) {
    const next = `countersign vault shares --total ${shape.total} --needed ${shape.needed} --confirm`;
    return showNewKey(context, next, shape);
  }
  return exchange(context, await provenNewKey(context, confirm, shape));
}
