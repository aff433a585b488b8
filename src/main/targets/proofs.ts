import type { ActDescription } from "#shared/contract/approvals.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { SignInCheck } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import type { TargetId, TokenId } from "#shared/model/ids.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { change } from "../call/change.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import type { Keys } from "../keys/keys.ts";
import { type HandedOf, handedTo, keepProof, type StoredTarget } from "../store/factors/targets.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import type { Db } from "../store/store.ts";
import { requireClock } from "../twofactor/clock.ts";
import { nextCounter, unsealSeed } from "../twofactor/match.ts";
import { describeOffset } from "../twofactor/messages.ts";
import { requireUserToken, tokenTarget, type UserToken } from "../twofactor/tokens.ts";
import { codeOfStep, stepAt } from "../twofactor/totp.ts";
import { requireTarget } from "./roster.ts";

/** How long the codes of a counter, which end by being used, are shown: milliseconds. */
const counterTime = 60_000;

interface Handed extends UserToken {
  target: StoredTarget;
  handed: HandedOf;
}

/** What a target has as it is here, and should accept. @throws AppError NOT_FOUND, TOKEN_STATE */
async function requireHanded(db: Db, input: { id: TargetId; tokenId: TokenId }): Promise<Handed> {
  const target = await requireTarget(db, input.id);
  const handed = await handedTo(db, target.id, input.tokenId);
  const { name } = target;
  if (!handed) throw new AppError("NOT_FOUND", { text: text("targets.notHanded", { name }) });
  if (handed.state === "differs") throw new AppError("TOKEN_STATE", { text: text("targets.differsThere", { name }) });
  if (handed.state === "remove") throw new AppError("TOKEN_STATE", { text: text("targets.noLongerThere", { name }) });
  return { ...(await requireUserToken(db, input.tokenId)), target, handed };
}

/**
 * TOTP: as the authenticator shows them, with its drift. HOTP: the first counter value that was never accepted here, which is
 * at least the one that was handed over, so that a system that looks ahead accepts it unless it has gone further.
 */
function codesOf(keys: Keys, token: TokenRow, now: number): SignInCheck["codes"] {
  const { kind, period, drift } = token;
  const isCounter = kind === "hotp";
  const first = isCounter ? nextCounter(token) : stepAt(now, period);
  const seed = unsealSeed(keys, token);
  const codes = [0, 1].map((after) => ({
    code: codeOfStep(seed, first + after + (isCounter ? 0 : drift), token),
    counter: isCounter ? first + after : null,
    from: isCounter ? now : (first + after) * period * 1000,
    until: isCounter ? now + counterTime : (first + after + 1) * period * 1000,
  }));
  seed.fill(0);
  return codes;
}

/** What the codes themselves ask for. */
function expectsOf({ kind, drift, period }: TokenRow): Text[] {
  if (kind === "hotp") return [text("targets.expectsCounter"), text("targets.expectsCounterUsed")];
  return drift === 0 ? [] : [text("targets.expectsDrift", { offset: describeOffset(drift, period) })];
}

type One = ParsedInputOf<"targets.check">;

/**
 * Neither the counter nor the last step moves: what is accepted here stays accepted.
 *
 * @throws AppError NOT_FOUND, TOKEN_STATE, CLOCK_ROLLED_BACK, SEAL_BROKEN
 */
export async function checkSignIn(context: Context, input: One): Promise<SignInCheck> {
  const { writtenFormat } = await import("../formats/registry.ts");
  return change(context, async (made) => {
    await requireClock(made);
    const found = await requireHanded(made.tx, input);
    const { target, token, user, handed } = found;
    const codes = codesOf(made.keys, token, made.at);
    const { target: person, details } = tokenTarget(found);
    made.note({ action: "target.check", target: person, details: { ...details, system: target.name } });
    return {
      target: { id: target.id, name: target.name },
      tokenId: token.id,
      username: user.username,
      label: token.label,
      kind: token.kind,
      since: handed.exported_at,
      codes,
      expects: [...expectsOf(token), ...writtenFormat(target.format).write.warnings],
    };
  });
}

/** @throws AppError NOT_FOUND, TOKEN_STATE, CONFLICT */
export async function prove(
  context: Context,
  { since, result, note: said = "", ...input }: ParsedInputOf<"targets.prove">,
): Promise<OutputOf<"targets.prove">> {
  const { name: admin } = actorOf(context);
  return change(context, async ({ tx, at, note }) => {
    const found = await requireHanded(tx, input);
    const { target, token, handed } = found;
    if (handed.exported_at !== since) {
      throw new AppError("CONFLICT", { text: text("targets.handedAgain", { name: target.name }) });
    }
    await keepProof(tx, { target_id: target.id, token_id: token.id, result, note: said, admin, at });
    const { target: person, details } = tokenTarget(found);
    const more = { system: target.name, ...(said === "" ? {} : { note: said }) };
    note({ action: "target.prove", target: person, result, details: { ...details, ...more } });
    return { result, note: said, by: admin, at };
  });
}

/** Whoever approves is told whose codes are shown, and what can be done with them. */
export async function describeCheck(context: Context, input: One): Promise<ActDescription> {
  const { target, token, user } = await requireHanded(opened(context).store.db, input);
  const { username } = user;
  return {
    title: text("approvals.showCodes", { username, name: target.name }),
    facts: [text("approvals.showCodesOf", { label: token.label }), text("approvals.showCodesPower", { username })],
  };
}
