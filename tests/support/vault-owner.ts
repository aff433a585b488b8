import type { CallOptions, Caller } from "#main/base/ports.ts";
import { type InputOf, type OutputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { addOwner, approved, type Person, signInAgain, stepUp, theOwner } from "./administrators.ts";
import { type Harness, openHarness, owner, type SetUp, setUp } from "./harness.ts";
import type { Told, ToldError } from "./told.ts";

/** An owner who gives a fresh code and has the approval of a second one, or of the recovery key, for whatever needs it. */
export class VaultOwner {
  readonly harness: Harness;
  readonly made: SetUp;
  readonly person: Person;
  /** As it is now: what exchanges it is told here. */
  recoveryKey: string;
  #second: Person | null = null;

  constructor(harness: Harness, made: SetUp, person: Person) {
    this.harness = harness;
    this.made = made;
    this.person = person;
    this.recoveryKey = made.recoveryKey;
  }

  /** From now on a second owner approves. */
  async addSecond(): Promise<void> {
    this.#second = await addOwner(this.harness, this.person, "otto", this.recoveryKey);
  }

  signIn(): Promise<void> {
    return signInAgain(this.harness, this.person);
  }

  /** A new start; windows sign in again after it. */
  async restart(): Promise<void> {
    await this.harness.reopen();
    await this.signIn();
  }

  /** Everything that a call needs before it is made. */
  async prepare<Name extends ProcedureName>(name: Name, input: InputOf<Name>, caller?: Caller): Promise<void> {
    const by = { ...this.person, caller: caller ?? this.person.caller };
    const { stepUp: kind, countersign } = procedures[name];
    if (kind !== null) await stepUp(this.harness, by, kind);
    if (!countersign) return;
    if (this.#second) return approved(this.harness, name, input, by, this.#second);
    const approval = await this.harness.call("approvals.request", { procedure: name, input }, by.caller);
    if (approval?.state !== "waiting") return;
    const { recoveryKey } = this;
    await this.harness.call("approvals.approveByRecoveryKey", { id: approval.id, recoveryKey }, by.caller);
  }

  async call<Name extends ProcedureName>(
    name: Name,
    input: InputOf<Name>,
    options: CallOptions & { caller?: Caller } = {},
  ): Promise<Told<OutputOf<Name>>> {
    await this.prepare(name, input, options.caller);
    return this.harness.call(name, input, options.caller ?? this.person.caller, options);
  }

  /** A new recovery key, proven by being typed back: it counts from here on. */
  async newRecoveryKey(): Promise<string> {
    const { recoveryKey } = await this.call("vault.prepareRecoveryKey", {});
    if (recoveryKey === null) throw new Error("it came in shares");
    await this.call("vault.replaceRecoveryKey", { recoveryKey });
    this.recoveryKey = recoveryKey;
    return recoveryKey;
  }

  /** As `newRecoveryKey`, in shares. */
  async newShares(shares: { total: number; needed: number }): Promise<string[]> {
    const made = await this.call("vault.prepareRecoveryKey", { shares });
    await this.call("vault.replaceRecoveryKey", { shares: made.shares.slice(-shares.needed) });
    return made.shares;
  }

  async refuse<Name extends ProcedureName>(name: Name, input: InputOf<Name>): Promise<ToldError> {
    await this.prepare(name, input);
    return this.harness.refuse(name, input, this.person.caller);
  }
}

/** A console that is set up, and its owner, signed in. */
export async function openVaultOwner(
  options: { passphrase?: string; keychainRefuses?: boolean } = {},
): Promise<VaultOwner> {
  const harness = await openHarness();
  harness.keychain.refuses = options.keychainRefuses ?? false;
  const { passphrase } = options;
  const made = await setUp(harness, passphrase === undefined ? {} : { passphrase });
  // What is asked for is given here, where the recovery key is known that counts.
  harness.authority = null;
  return new VaultOwner(harness, made, await theOwner(harness, made.secret, owner));
}
