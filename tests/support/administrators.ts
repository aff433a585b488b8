import type { Caller } from "#main/base/ports.ts";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import type { ActKind } from "#shared/model/acts.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import { codeFor, type Harness, newCaller } from "./harness.ts";

/** Somebody who can sign in, with a window of their own. */
export interface Person {
  id: AdminId;
  name: string;
  password: string;
  secret: string;
  backupCodes: string[];
  caller: Caller;
}

const password = "seven grey herons over mud";

/** The one who set the console up. Fresh codes and approvals are given by hand from here on, by whoever acts. */
export async function theOwner(harness: Harness, secret: string, own: { name: string; password: string }) {
  harness.authority = null;
  const { adminId } = await harness.call("access.whoami", {});
  return { id: adminId, ...own, secret, backupCodes: [], caller: harness.caller } satisfies Person;
}

/** Gives a fresh code. The clock moves one step on. */
export async function stepUp(harness: Harness, by: Person, kind: ActKind): Promise<void> {
  await harness.call("access.stepUp", { kind, code: codeFor(by.secret, harness.clock) }, by.caller);
  harness.clock.advance(30_000);
}

/** Has an act approved by a second administrator, where it needs that. The clock moves one step on. */
export async function approved<Name extends ProcedureName>(
  harness: Harness,
  name: Name,
  input: InputOf<Name>,
  by: Person,
  approver: Person,
): Promise<void> {
  const approval = await harness.call("approvals.request", { procedure: name, input }, by.caller);
  if (!approval) return;
  const { secret } = approver;
  const credentials = { name: approver.name, password: approver.password, code: codeFor(secret, harness.clock) };
  await harness.call("approvals.approve", { id: approval.id, ...credentials }, by.caller);
  harness.clock.advance(30_000);
}

/** As `approved`, where the recovery key stands in for the second administrator. */
export async function approvedByKey<Name extends ProcedureName>(
  harness: Harness,
  name: Name,
  input: InputOf<Name>,
  recoveryKey: string,
): Promise<void> {
  const approval = await harness.call("approvals.request", { procedure: name, input });
  if (approval) await harness.call("approvals.approveByRecoveryKey", { id: approval.id, recoveryKey });
}

/** Uses a one-time code: the own authenticator is proven and a session begun. The clock moves one step on. */
export async function enrolOneself(
  harness: Harness,
  invitation: OutputOf<"admins.invite">,
  choose: string = password,
): Promise<Person> {
  const { name, id } = invitation.admin;
  const caller = newCaller();
  const who = { name, invitation: invitation.code, password: choose };
  const { secret } = await harness.call("access.beginOwnEnrolment", who, caller);
  const code = codeFor(secret, harness.clock);
  const { backupCodes } = await harness.call("access.confirmOwnEnrolment", { ...who, code }, caller);
  harness.clock.advance(30_000);
  return { id, name, password: choose, secret, backupCodes, caller };
}

/** An administrator who was invited by an owner and has signed in. */
export async function addPerson(
  harness: Harness,
  by: Person,
  name: string,
  role: Exclude<Role, "owner">,
): Promise<Person> {
  await stepUp(harness, by, "administrators");
  return enrolOneself(harness, await harness.call("admins.invite", { name, role }, by.caller));
}

/** A second owner; while there is one only, the recovery key stands in for the approval. */
export async function addOwner(harness: Harness, by: Person, name: string, recoveryKey: string): Promise<Person> {
  await stepUp(harness, by, "administrators");
  const input = { name, role: "owner" } as const;
  await approvedByKey(harness, "admins.invite", input, recoveryKey);
  return enrolOneself(harness, await harness.call("admins.invite", input, by.caller));
}

/** Signs in again, in the same window. The clock moves one step on. */
export async function signInAgain(harness: Harness, who: Person): Promise<void> {
  const { name, secret } = who;
  await harness.call(
    "access.signIn",
    { name, password: who.password, code: codeFor(secret, harness.clock) },
    who.caller,
  );
  harness.clock.advance(30_000);
}
