import { AppError } from "#shared/errors.ts";
import type { UserId } from "#shared/model/ids.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { type Keys, seedPlace } from "../../keys/keys.ts";
import { readPolicy } from "../../policy/policy.ts";
import { readConsole } from "../../store/console/console.ts";
import { usersWithCodes } from "../../store/factors/backup-codes.ts";
import { listDevices, type StoredDevice } from "../../store/factors/hardware-tokens.ts";
import { standingTokensOf } from "../../store/factors/tokens.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { selectedUsers } from "../../store/people/selection.ts";
import type { UserWithGroups } from "../../store/people/users.ts";
import type { Db } from "../../store/store.ts";
import { personAccount } from "../../twofactor/account-label.ts";
import { nextCounter, unsealSeed } from "../../twofactor/match.ts";
import { issuerOf } from "../../policy/new-authenticators.ts";
import type { Candidate } from "../format.ts";

const devicesAtOnce = 500;

/** What the console that made the backup calls itself for apps, and which people have backup codes there. */
interface There {
  issuer: string;
  withCodes: ReadonlySet<UserId>;
}

/** A key in the clear, or why there is none. @throws what is no broken seal */
function opened(unseal: () => Buffer): Pick<Candidate, "secret" | "fault"> {
  try {
    return { secret: { bytes: unseal() } };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "SEAL_BROKEN") return { fault: text("formats.backupSeal") };
    throw thrown;
  }
}

function notKeptOf({ status, drift }: TokenRow, user: UserWithGroups, hasCodes: boolean): Text[] {
  return [
    ...(status === "locked" ? [text("formats.lockedThere")] : []),
    ...(user.status === "active" ? [] : [text("formats.personNotActive")]),
    ...(drift === 0 ? [] : [text("formats.drift")]),
    ...(hasCodes ? [text("formats.codesThere")] : []),
  ];
}

const parametersOf = ({ kind, algorithm, digits, period, last_step }: StoredDevice | TokenRow) => ({
  type: kind,
  algorithm,
  digits,
  ...(kind === "totp" ? { period, lastStep: last_step ?? undefined } : { counter: nextCounter({ last_step }) }),
});

function ofPerson(
  keys: Keys,
  { issuer, withCodes }: There,
  user: UserWithGroups,
  own: readonly TokenRow[],
): Omit<Candidate, "at">[] {
  const { username, name, email, external_id: externalId } = user;
  return own.map((token, index): Omit<Candidate, "at"> => {
    const hardware = token.hardware_id !== null;
    return {
      ...parametersOf(token),
      issuer,
      account: personAccount(username, token, own),
      label: token.label,
      ...(hardware && token.serial !== null ? { serial: token.serial, model: token.label } : {}),
      owner: { username, name, email, externalId },
      disabled: token.status !== "active" || user.status !== "active",
      notKept: notKeptOf(token, user, index === 0 && withCodes.has(user.id)),
      ...(token.status === "pending" ? { fault: text("formats.pendingThere") } : opened(() => unsealSeed(keys, token))),
    };
  });
}

/** Nobody's: those in stock, and those that are noted as lost. The keys of retired ones are erased. */
async function* ofNobody(db: Db, keys: Keys): AsyncGenerator<Omit<Candidate, "at">> {
  for (const state of ["stock", "lost"] as const) {
    let after: string | undefined;
    for (;;) {
      const page = await listDevices(db, { state, after, limit: devicesAtOnce });
      for (const device of page) {
        const { id, serial, model, seed } = device;
        const unseal = () => keys.unseal(seedPlace("hardware_tokens", id), seed ?? Buffer.alloc(0));
        yield {
          ...parametersOf(device),
          serial,
          model,
          ...(state === "lost" ? { account: serial, fault: text("formats.lostThere") } : opened(unseal)),
        };
      }
      after = page.at(-1)?.serial_key;
      if (page.length < devicesAtOnce) break;
    }
  }
}

async function* all(db: Db, keys: Keys, signal: AbortSignal): AsyncGenerator<Omit<Candidate, "at">> {
  const issuer = issuerOf(await readPolicy(db), await readConsole(db));
  for await (const page of selectedUsers(db, { filter: {} })) {
    signal.throwIfAborted();
    const ids = page.map(({ id }) => id);
    const standing = Map.groupBy(await standingTokensOf(db, ids), ({ user_id }) => user_id);
    const there = { issuer, withCodes: await usersWithCodes(db, ids) };
    for (const user of page) yield* ofPerson(keys, there, user, standing.get(user.id) ?? []);
  }
  yield* ofNobody(db, keys);
}

/** The authenticators in a store, by the names of their people, then the hardware tokens that nobody has. */
export async function* entriesOf(db: Db, keys: Keys, signal: AbortSignal): AsyncGenerator<Candidate> {
  let at = 0;
  for await (const entry of all(db, keys, signal)) yield { at: (at += 1), ...entry };
}
