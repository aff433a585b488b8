import type { Selection } from "#shared/contract/directory.ts";
import type { LeftOut } from "#shared/contract/targets.ts";
import type { GroupId, TargetId, TokenId } from "#shared/model/ids.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { whyNotCarried } from "../formats/carries.ts";
import type { Carries, Outgoing, Settings } from "../formats/format.ts";
import type { JobContext } from "../jobs/job.ts";
import type { Keys } from "../keys/keys.ts";
import { issuerOf } from "../policy/new-authenticators.ts";
import { readPolicy } from "../policy/policy.ts";
import { readConsole } from "../store/console/console.ts";
import { countMarked, markedUsers } from "../store/factors/target-marks.ts";
import { type Handed, handedFacts } from "../store/factors/targets.ts";
import { standingTokensOf } from "../store/factors/tokens.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { countSelected, selectedUsers } from "../store/people/selection.ts";
import type { StoredUser } from "../store/people/users.ts";
import type { Db } from "../store/store.ts";
import { unsealSeed } from "../twofactor/match.ts";
import { outgoingOf } from "../twofactor/outgoing.ts";

/** An authenticator with its person, before its key is opened. */
interface Found {
  user: StoredUser;
  token: TokenRow;
  /** All that the person has. */
  own: TokenRow[];
}

/** Whose authenticators are looked at: those of a selection, or of the people who are marked for a target. */
export type Whose = { selection: Selection } | { markedFor: TargetId; group: GroupId | null };

interface People {
  total: number | null;
  pages: AsyncIterable<StoredUser[]>;
}

const peopleOf = async (db: Db, whose: Whose): Promise<People> =>
  "selection" in whose
    ? { total: await countSelected(db, whose.selection), pages: selectedUsers(db, whose.selection) }
    : {
        total: await countMarked(db, whose.markedFor, whose.group),
        pages: markedUsers(db, whose.markedFor, whose.group),
      };

/** The active authenticators of active people. */
async function* found(db: Db, whose: Whose, { signal, onProgress }: JobContext): AsyncGenerator<Found[]> {
  const { total, pages } = await peopleOf(db, whose);
  let done = 0;
  for await (const page of pages) {
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

/** What a target is handed beside the key, in one text: where it differs, the target has something else. */
function handedOf({ user, token }: Found, { account, serial }: Outgoing): Handed {
  const { id, username, email, external_id } = user;
  const facts = JSON.stringify([username, email, external_id, account, serial]);
  return { token_id: token.id, user_id: id, username, label: token.label, serial, facts };
}

/** What becomes of one authenticator: it goes, it does not fit, or the target has it as it is. */
export type Fate =
  | { go: Outgoing; handed: Handed; to: "added" | "changed" }
  | { stays: LeftOut }
  | { same: Pick<LeftOut, "username"> };

export interface Asked {
  carries: Carries;
  whose: Whose;
  settings: Settings;
  /** Only what this target does not have, or has otherwise; null: everything. */
  changesOf: TargetId | null;
}

/** How many authenticators of a person have gone, and why the next one may not. */
class PerPerson {
  readonly #most: number | null;
  #user = "";
  #count = 0;

  constructor(most: number | null) {
    this.#most = most;
  }

  next(user: string): Text[] {
    if (this.#user !== user) [this.#user, this.#count] = [user, 0];
    return this.#most !== null && this.#count >= this.#most ? [text("formats.perPerson", { most: this.#most })] : [];
  }

  went(): void {
    this.#count += 1;
  }
}

/** Every active authenticator of these people, opened one by one. Who takes one wipes its key. */
export async function* fatesOf(db: Db, keys: Keys, asked: Asked, context: JobContext): AsyncGenerator<Fate> {
  const { carries, whose, settings, changesOf } = asked;
  const issuer = issuerOf(await readPolicy(db), await readConsole(db));
  const perPerson = new PerPerson(carries.perPerson);
  for await (const page of found(db, whose, context)) {
    const ids = page.map(({ token }) => token.id);
    const before = changesOf === null ? new Map<TokenId, string>() : await handedFacts(db, changesOf, ids);
    for (const one of page) {
      const outgoing = outgoingOf(one, issuer, unsealSeed(keys, one.token));
      const { user, token } = one;
      const tooMany = perPerson.next(user.id);
      const unfit = whyNotCarried(carries, outgoing, settings);
      const [first, ...others] = unfit.length > 0 ? unfit : tooMany;
      const handed = handedOf(one, outgoing);
      const known = before.get(token.id);
      if (first === undefined) perPerson.went();
      if (first === undefined && known !== handed.facts) {
        yield { go: outgoing, handed, to: known === undefined ? "added" : "changed" };
        continue;
      }
      outgoing.seed.fill(0);
      const { id: userId, username } = user;
      if (first === undefined) yield { same: { username } };
      else yield { stays: { userId, username, tokenId: token.id, label: token.label, reasons: [first, ...others] } };
    }
  }
}
