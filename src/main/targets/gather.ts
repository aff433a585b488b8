import type { Selection } from "#shared/contract/directory.ts";
import type { LeftOut } from "#shared/contract/targets.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { whyNotCarried } from "../formats/carries.ts";
import type { Carries, Outgoing, Settings } from "../formats/format.ts";
import type { JobContext } from "../jobs/job.ts";
import type { Keys } from "../keys/keys.ts";
import { readPolicy } from "../policy/policy.ts";
import { readConsole } from "../store/console/console.ts";
import { standingTokensOf } from "../store/factors/tokens.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { countSelected, selectedUsers } from "../store/people/selection.ts";
import type { UserWithGroups } from "../store/people/users.ts";
import type { Db } from "../store/store.ts";
import { personAccount } from "../twofactor/account-label.ts";
import { expectedStep, unsealSeed } from "../twofactor/match.ts";
import { issuerOf } from "../twofactor/parameters.ts";

/** An authenticator with its person, before its key is opened. */
interface Found {
  user: UserWithGroups;
  token: TokenRow;
  /** All that the person has. */
  own: TokenRow[];
}

const serialPrefix = "CSGN";

/** Of what has no serial number of its own: the same at every export, in a form that every verifier takes. */
const madeSerial = ({ id }: Pick<TokenRow, "id">): string => `${serialPrefix}${id.slice(-8).toUpperCase()}`;

/** The active authenticators of active people. */
async function* found(db: Db, selection: Selection, { signal, onProgress }: JobContext): AsyncGenerator<Found[]> {
  const total = await countSelected(db, selection);
  let done = 0;
  for await (const page of selectedUsers(db, selection)) {
    signal.throwIfAborted();
    const users = page.filter(({ status }) => status === "active");
    const standing = Map.groupBy(
      await standingTokensOf(
        db,
        users.map(({ id }) => id),
      ),
      ({ user_id }) => user_id,
    );
    yield users.flatMap((user) => {
      const own = standing.get(user.id) ?? [];
      return own
        .filter(({ status, seed }) => status === "active" && seed !== null)
        .map((token) => ({ user, token, own }));
    });
    onProgress({ phase: "seeds", done: (done += page.length), total });
  }
}

function outgoingOf(keys: Keys, { user, token, own }: Found, issuer: string, now: number): Outgoing {
  const { kind, algorithm, digits, period, last_step, drift, label } = token;
  const hardware = token.hardware_id !== null;
  return {
    username: user.username,
    name: user.name,
    email: user.email,
    externalId: user.external_id,
    label,
    serial: hardware && token.serial !== null ? token.serial : madeSerial(token),
    hardware,
    model: hardware ? label : "",
    issuer,
    account: personAccount(user.username, token, own),
    kind,
    algorithm,
    digits,
    period,
    seed: unsealSeed(keys, token),
    counter: kind === "hotp" ? expectedStep(token, now) : 0,
    lastStep: kind === "totp" ? last_step : null,
    drift,
    createdAt: token.created_at,
  };
}

/** What becomes of one authenticator. */
type Fate = { go: Outgoing } | { stays: LeftOut };

/**
 * Every active authenticator of a selection, opened one by one. Who takes one wipes its key.
 *
 * @param now UTC milliseconds
 */
export async function* fatesOf(
  db: Db,
  keys: Keys,
  { carries, selection, settings, now }: { carries: Carries; selection: Selection; settings: Settings; now: number },
  context: JobContext,
): AsyncGenerator<Fate> {
  const issuer = issuerOf(await readPolicy(db), await readConsole(db));
  let held: { user: string; count: number } = { user: "", count: 0 };
  for await (const page of found(db, selection, context)) {
    for (const one of page) {
      const outgoing = outgoingOf(keys, one, issuer, now);
      const { user, token } = one;
      if (held.user !== user.id) held = { user: user.id, count: 0 };
      const why: Text[] = whyNotCarried(carries, outgoing, settings);
      if (why.length === 0 && carries.perPerson !== null && held.count >= carries.perPerson) {
        why.push(text("formats.perPerson", { most: carries.perPerson }));
      }
      if (why.length === 0) {
        held.count += 1;
        yield { go: outgoing };
      } else {
        outgoing.seed.fill(0);
        const { id: userId, username } = user;
        yield { stays: { userId, username, tokenId: token.id, label: token.label, reasons: why } };
      }
    }
  }
}
