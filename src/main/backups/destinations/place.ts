import { AppError } from "#shared/errors.ts";
import { AccessKeys, DestinationSettings } from "#shared/model/destinations.ts";
import type { DestinationId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import type { SecretStore } from "../../base/ports.ts";
import type { DestinationRow } from "../../store/migrations/backup-schema.ts";

/** What is needed to reach a location. */
export interface Place {
  settings: DestinationSettings;
  /** Of a folder: the id that its marker file must contain; null: not checked. */
  marker: string | null;
  keys: AccessKeys | null;
}

export const settingsOf = (row: Pick<DestinationRow, "settings">): DestinationSettings =>
  DestinationSettings.parse(JSON.parse(row.settings));

const account = (id: DestinationId): string => `destination-${id}`;

/** @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED */
export async function keepAccessKeys(keychain: SecretStore, id: DestinationId, keys: AccessKeys): Promise<void> {
  const secret = Buffer.from(JSON.stringify(keys), "utf8");
  try {
    await keychain.set(account(id), secret);
  } finally {
    secret.fill(0);
  }
}

/** @throws AppError KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED */
export const forgetAccessKeys = (keychain: SecretStore, id: DestinationId): Promise<void> =>
  keychain.delete(account(id));

/** @throws AppError DESTINATION_REFUSED if this computer has none */
async function accessKeys(keychain: SecretStore, id: DestinationId): Promise<AccessKeys> {
  const secret = await keychain.get(account(id));
  if (!secret) {
    throw new AppError("DESTINATION_REFUSED", {
      text: text("backups.keysElsewhere"),
    });
  }
  try {
    return AccessKeys.parse(JSON.parse(secret.toString("utf8")));
  } finally {
    secret.fill(0);
  }
}

/**
 * What is needed to reach a location in the store.
 *
 * @throws AppError DESTINATION_REFUSED, KEYCHAIN_UNAVAILABLE, KEYCHAIN_REFUSED
 */
export async function placeOf(keychain: SecretStore, row: DestinationRow): Promise<Place> {
  const settings = settingsOf(row);
  const keys = settings.kind === "s3" ? await accessKeys(keychain, row.id) : null;
  return { settings, marker: row.marker, keys };
}
