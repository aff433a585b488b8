import { isDeepStrictEqual } from "node:util";
import { AppError } from "#shared/errors.ts";
import type { GroupId } from "#shared/model/ids.ts";
import type { Policy } from "#shared/model/policy.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import { whyNotCarried } from "../formats/carries.ts";
import type { Carries, Outgoing, Settings } from "../formats/format.ts";
import { madeSerial } from "../formats/made-serial.ts";
import { findWritten } from "../formats/written.ts";
import { readConsole } from "../store/console/console.ts";
import { targetsToFit } from "../store/factors/targets.ts";
import type { TargetRow } from "../store/migrations/seeds-schema.ts";
import type { Db } from "../store/store.ts";
import { issuerOf, seedLength, usualParameters } from "./new-authenticators.ts";
import { readPolicy } from "./policy.ts";

/** A system that new authenticators have to fit. */
export interface ToFit {
  name: string;
  /** Whose; null: everybody's. */
  group: GroupId | null;
  carries: Carries;
  settings: Settings;
}

async function opened(
  found: readonly Pick<TargetRow, "name" | "format" | "settings" | "group_id">[],
): Promise<ToFit[]> {
  if (found.length === 0) return [];
  const writtenFormat = await findWritten();
  return found.map(({ name, format, settings, group_id }) => ({
    name,
    group: group_id,
    carries: writtenFormat(format).write.carries,
    settings: JSON.parse(settings) as Settings,
  }));
}

/** Those that new authenticators have to fit. @throws AppError FORMAT_UNKNOWN */
export const systemsToFit = async (db: Db): Promise<ToFit[]> => opened(await targetsToFit(db));

/** Why a system cannot hold an authenticator, with all reasons; null if it can. */
export function whyUnfit(
  { name, carries, settings }: ToFit,
  outgoing: Outgoing,
  more: readonly Text[] = [],
): Text | null {
  const [first, ...others] = [...whyNotCarried(carries, outgoing, settings), ...more];
  return first === undefined ? null : text("targets.unfit", { name, why: sentences(first, ...others) });
}

/** One of the policy's usual ones, of somebody whose names every system takes. */
function usual(policy: Policy, issuer: string): Outgoing {
  const { kind, ...parameters } = usualParameters(policy);
  const email = "somebody@example.org";
  return {
    username: "somebody",
    name: "Somebody",
    email,
    externalId: "00000000-0000-4000-8000-000000000000",
    label: "Phone",
    serial: madeSerial({ id: "00000000" }),
    hardware: false,
    model: "",
    issuer,
    account: "somebody",
    kind,
    ...parameters,
    seed: Buffer.alloc(seedLength),
    // Its first code confirms it.
    counter: kind === "hotp" ? 1 : 0,
    lastStep: null,
    drift: 0,
    createdAt: 0,
  };
}

/** Why the policy's usual authenticators do not fit; null if they do. */
function whyUsualUnfit(
  systems: readonly ToFit[],
  policy: Policy,
  console: { issuer: string } | undefined,
): Text | null {
  const outgoing = usual(policy, issuerOf(policy, console));
  for (const { name, carries, settings } of systems) {
    const [first, ...others] = whyNotCarried(carries, outgoing, settings);
    if (first !== undefined) return text("targets.unfitUsual", { name, why: sentences(first, ...others) });
  }
  return null;
}

/**
 * A system that every usual enrolment would be refused for is not one to demand.
 *
 * @throws AppError POLICY_REFUSED with the field `mustFit`
 */
export async function requireUsualFits(
  db: Db,
  target: Pick<TargetRow, "name" | "format" | "settings" | "group_id">,
): Promise<void> {
  const why = whyUsualUnfit(await opened([target]), await readPolicy(db), await readConsole(db));
  if (why !== null) throw new AppError("POLICY_REFUSED", { text: why, fields: { mustFit: why } });
}

/** The settings that say what a usual authenticator is. */
const decisive = ["issuer", "kinds", "defaultAlgorithm", "defaultDigits", "defaultPeriod"] as const;

/**
 * A change of the policy must leave usual authenticators that the systems can hold.
 *
 * @throws AppError POLICY_REFUSED with the fields `changes.NAME`
 */
export async function requireStillFits(db: Db, before: Policy, after: Policy): Promise<void> {
  const changed = decisive.filter((key) => !isDeepStrictEqual(before[key], after[key]));
  const systems = changed.length === 0 ? [] : await systemsToFit(db);
  if (systems.length === 0) return;
  const console = await readConsole(db);
  const why = whyUsualUnfit(systems, after, console);
  if (why === null) return;
  const fields: Record<string, Text> = {};
  for (const key of changed) {
    const alone = whyUsualUnfit(systems, { ...before, [key]: after[key] }, console);
    if (alone !== null) fields[`changes.${key}`] = alone;
  }
  throw new AppError("POLICY_REFUSED", { text: why, fields });
}
