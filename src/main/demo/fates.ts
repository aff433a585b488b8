import type { TokenId } from "#shared/model/ids.ts";
import { Authenticator } from "./authenticator.ts";
import type { Person } from "./people.ts";
import type { Stage } from "./stage.ts";

/** A person with an authenticator, as their story continues. */
export interface Enrolled {
  username: string;
  tokenId: TokenId;
  phone: Authenticator;
  backupCodes: readonly string[];
}

type Parameters = ConstructorParameters<typeof Authenticator>[1];

const usual: Parameters = { algorithm: "SHA1", digits: 6, period: 30 };
const strong: Parameters = { algorithm: "SHA256", digits: 8, period: 60 };

export async function enrol(
  stage: Stage,
  { username }: Person,
  options: { label?: string; parameters?: Parameters; replaces?: TokenId } = {},
): Promise<Enrolled> {
  const { parameters = usual, label = "Phone", ...rest } = options;
  const begun = await stage.call("tokens.begin", { user: { username }, label, ...parameters, ...rest });
  const phone = new Authenticator(begun.secret, parameters);
  const { tokenId } = begun;
  const { backupCodes, codeSet } = await stage.call("tokens.confirm", { tokenId, code: phone.codeAt(stage.now) });
  if (codeSet !== null) await stage.call("tokens.confirmBackupCodes", { codeSet });
  return { username, tokenId, phone, backupCodes };
}

/** What happens to a person after the enrolment. */
type Fate = (stage: Stage, enrolled: Enrolled, person: Person) => Promise<void>;

const checked: Fate = async (stage, { username, phone }) => {
  await stage.check(username, phone.codeAt(stage.now));
};

const replayed: Fate = async (stage, { username, phone }) => {
  const code = phone.codeAt(stage.now);
  await stage.check(username, code);
  await stage.check(username, code);
};

const mistyped: Fate = async (stage, { username, phone }) => {
  await stage.check(username, phone.wrongCodeAt(stage.now));
  await stage.check(username, phone.codeAt(stage.now));
};

/** Its clock is ahead, further each time, and is followed. */
const drifted: Fate = async (stage, { username, phone }) => {
  await stage.check(username, phone.codeAt(stage.now, 1));
  stage.pause(2);
  await stage.check(username, phone.codeAt(stage.now, 2));
};

/** So far ahead that it is not accepted, and the operator is told by how much. */
const tooFarAhead: Fate = async (stage, { username, phone }) => {
  await stage.check(username, phone.codeAt(stage.now, 8));
};

const usedBackupCodes =
  (count: number): Fate =>
  async (stage, { username, backupCodes }) => {
    for (const code of backupCodes.slice(0, count)) await stage.checkBackupCode(username, code);
  };

const tokenDisabled: Fate = async (stage, { tokenId }) => {
  await stage.call("tokens.disable", { tokenId });
};

const tokenRevoked: Fate = async (stage, { tokenId }) => {
  await stage.call("tokens.revoke", { tokenId });
};

const userDisabled: Fate = async (stage, { username, phone }) => {
  await stage.call("users.disable", { user: { username } });
  await stage.check(username, phone.codeAt(stage.now));
};

const replaced: Fate = async (stage, { tokenId }, person) => {
  await enrol(stage, person, { label: "New phone", replaces: tokenId });
};

/** Has a second one with longer codes, and was once without both. */
const withSecond: Fate = async (stage, { username, backupCodes: [backupCode = ""] }, person) => {
  const second = await enrol(stage, person, { label: "Work laptop", parameters: strong });
  stage.pause(2);
  await stage.check(username, second.phone.codeAt(stage.now));
  await stage.checkBackupCode(username, backupCode);
};

/** Guessed at until the delays begin. */
const guessed: Fate = async (stage, { username, phone }) => {
  for (let attempt = 0; attempt < 6; attempt += 1) await stage.check(username, phone.wrongCodeAt(stage.now));
};

/** Wrong codes in a row after which an authenticator is locked here; the most is 100 (NIST SP 800-63B-4 3.2.2). */
export const failureLimit = 10;
/** How many cost no delay. */
const freeFailures = 4;

/**
 * Codes given for the first phone are wrong again and again, until it is locked: the second one's success does not
 * clear them. Then the second is revoked, because it is lost.
 */
const locked: Fate = async (stage, { username, phone, tokenId }, person) => {
  const second = await enrol(stage, person, { label: "Second phone" });
  for (let round = 0; round * freeFailures < failureLimit; round += 1) {
    stage.pause(2);
    for (let attempt = 0; attempt < freeFailures; attempt += 1)
      await stage.check(username, phone.wrongCodeAt(stage.now), tokenId);
    await stage.check(username, second.phone.codeAt(stage.now));
  }
  await stage.call("tokens.revoke", { tokenId: second.tokenId });
  await stage.check(username, phone.codeAt(stage.now));
};

/** One for each of the first enrolled people, in this order. */
const eventful: readonly Fate[] = [
  checked,
  drifted,
  replayed,
  usedBackupCodes(1),
  tokenDisabled,
  withSecond,
  locked,
  tokenRevoked,
  mistyped,
  userDisabled,
  usedBackupCodes(4),
  tooFarAhead,
  replaced,
  guessed,
  tokenDisabled,
  usedBackupCodes(9),
  drifted,
  tokenRevoked,
  userDisabled,
];

const uneventful = 21;

/** What happens to each person with an authenticator. */
export const fates: readonly Fate[] = [...eventful, ...Array.from({ length: uneventful }, () => checked)];
