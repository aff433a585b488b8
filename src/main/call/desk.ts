import { AppError } from "#shared/errors.ts";
import { DeskId } from "#shared/model/ids.ts";
import { type Computer, type Desk, thisComputer } from "../base/desk.ts";
import { newId } from "../base/ids.ts";
import type { ConsoleOptions, SecretStore } from "../base/ports.ts";
import { hasDeskless, rememberDesk, takeDeskless } from "../store/console/desks.ts";
import { listSlots } from "../store/console/vault-slots.ts";
import { unaudited } from "./change.ts";
import { readDeskFile, writeDeskFile } from "../store/desk-file.ts";
import type { Store } from "../store/store.ts";
import { keychainAccount } from "../keys/slots.ts";

type Options = Pick<ConsoleOptions, "computer" | "clock" | "dataDir" | "deskFolder" | "keychain" | "logger">;

/** A desk that nothing is written down of. */
export const newDesk = ({ computer = thisComputer(), clock }: Options): Desk => ({
  id: newId(DeskId, clock.now()),
  name: computer.name,
});

/** The desks whose keychain this is: it has a key of theirs. Null stands for one of before desks were told apart. */
async function desksOf(store: Store, keychain: SecretStore): Promise<(DeskId | null)[]> {
  const found: (DeskId | null)[] = [];
  for (const slot of await listSlots(store.db)) {
    if (slot.kind !== "keychain") continue;
    try {
      const secret = await keychain.get(keychainAccount(slot));
      if (secret === null) continue;
      secret.fill(0);
      found.push(slot.desk_id);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }
  return found;
}

/**
 * Which desk this is. A data folder's file says so where it was written. On another computer or account it may be a
 * copy: then only a keychain that has the desk's key shows that the desk itself has moved. A copy is a new desk, and so
 * is a folder without the file, unless the keychain knows better.
 */
async function identify(store: Store | null, computer: Computer, folder: string, options: Options): Promise<DeskId> {
  const written = readDeskFile(folder, computer);
  if (written && !written.moved) return written.id;
  const known = store ? await desksOf(store, options.keychain) : [];
  const proven = written ? known.find((id) => id === written.id) : known.find((id) => id !== null);
  if (written && proven === undefined) options.logger.warn("the data folder was copied here, so this is a new desk");
  return writeDeskFile(folder, proven ?? newDesk(options).id, computer, written);
}

/**
 * Finds out which desk this is, and gives it what is from before desks were told apart.
 *
 * @throws errors of the file system unchanged; AppError if the store cannot be written
 */
export async function findDesk(store: Store | null, options: Options): Promise<Desk> {
  const { computer = thisComputer(), clock, dataDir, deskFolder = dataDir } = options;
  const desk = { id: await identify(store, computer, deskFolder, options), name: computer.name };
  if (store && (await hasDeskless(store.db))) {
    await unaudited(store, "desks", async (tx) => {
      await rememberDesk(tx, desk, clock.now());
      await takeDeskless(tx, desk.id);
    });
  }
  return desk;
}
