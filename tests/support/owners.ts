import type { Caller } from "#main/base/ports.ts";
import type { Role } from "#shared/model/records.ts";
import { codeFor, type Harness, newCaller } from "./harness.ts";

export interface Colleague {
  name: string;
  password: string;
  secret: string;
  /** Signed in. */
  caller: Caller;
}

/** Invites another administrator, who enrols and signs in. The clock moves on. */
export async function addColleague(harness: Harness, name: string, role: Role): Promise<Colleague> {
  const password = "seven lanterns in the fog";
  const { code: invitation } = await harness.call("admins.invite", { name, role });
  const caller = newCaller();
  const { secret } = await harness.call("access.beginOwnEnrolment", { name, invitation, password }, caller);
  const code = codeFor(secret, harness.clock);
  await harness.call("access.confirmOwnEnrolment", { name, invitation, password, code }, caller);
  harness.clock.advance(30_000);
  return { name, password, secret, caller };
}
