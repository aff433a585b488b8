import type { InputOf } from "#shared/contract/index.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Verdict } from "#shared/model/records.ts";
import type { Authenticator } from "./authenticator.ts";
import type { Client } from "./client.ts";
import type { DemoClock } from "./clock.ts";
import type { DemoOwner } from "./owner.ts";

const minute = 60_000;
/** Below the idle time after which a session ends, in minutes. */
const longestPause = 14;

/** The owner at work in the past: moves the clock forward between calls. */
export class Stage {
  readonly call: Client;
  readonly #clock: DemoClock;
  readonly #owner: DemoOwner;
  #phone: Authenticator | null = null;
  /** Where letters are printed to. */
  readonly letterFile: string;

  constructor(call: Client, clock: DemoClock, owner: DemoOwner, letterFile: string) {
    this.call = call;
    this.letterFile = letterFile;
    this.#clock = clock;
    this.#owner = owner;
  }

  get now(): number {
    return this.#clock.now();
  }

  /** Sets the console up and tests the recovery key; the owner is signed in afterwards. */
  async setUp(organisation: string): Promise<void> {
    const { name, password } = this.#owner;
    const begun = await this.call("setup.begin", { organisation, owner: name, password });
    this.#phone = this.#owner.enrol(begun.secret);
    this.#owner.recoveryKey = begun.recoveryKey;
    const { codeSet } = await this.call("setup.confirm", { password, code: this.#phone.codeAt(this.now) });
    await this.call("account.confirmBackupCodes", { codeSet });
    await this.call("vault.check", { recoveryKey: begun.recoveryKey });
  }

  /** Changes the policy, approved with the recovery key if it gets weaker. */
  async setPolicy(input: InputOf<"policies.set">): Promise<void> {
    const approval = await this.call("approvals.request", { procedure: "policies.set", input });
    const { recoveryKey } = this.#owner;
    if (approval) await this.call("approvals.approveByRecoveryKey", { id: approval.id, recoveryKey });
    await this.call("policies.set", input);
  }

  /** A pause short enough for the session to survive. */
  pause(minutes: number): void {
    if (minutes > longestPause) throw new RangeError("the session would end in this pause");
    this.#clock.moveTo(this.now + minutes * minute);
  }

  /** Signs out, and back in at a later moment. */
  async returnAt(moment: number): Promise<void> {
    await this.call("access.signOut", {});
    this.#clock.moveTo(moment);
    const { name, password } = this.#owner;
    const code = this.#phone?.codeAt(this.now) ?? "";
    await this.call("access.signIn", { name, password, code });
  }

  /** A help-desk check of a code. */
  /** @param tokenId the only authenticator that may accept it; any if omitted */
  check(username: string, code: string, tokenId?: TokenId): Promise<Verdict> {
    return this.call("verification.check", { user: { username }, code, tokenId });
  }

  checkBackupCode(username: string, backupCode: string): Promise<Verdict> {
    return this.call("verification.check", { user: { username }, backupCode });
  }
}
