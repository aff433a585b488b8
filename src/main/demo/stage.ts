import type { Verdict } from "#shared/model/records.ts";
import type { Authenticator } from "./authenticator.ts";
import type { Client } from "./client.ts";
import type { DemoClock } from "./clock.ts";
import type { DemoOwner } from "./owner.ts";

const minute = 60_000;
/** Below the idle time after which a session ends. */
const hop = 14 * minute;
/** Below the time after which a session ends in any case. */
const workday = 11 * 60 * minute;

/** The owner at work in the past: moves the clock on and stays signed in. */
export class Stage {
  readonly call: Client;
  readonly #clock: DemoClock;
  readonly #owner: DemoOwner;
  #phone: Authenticator | null = null;
  #signedInAt = 0;

  constructor(call: Client, clock: DemoClock, owner: DemoOwner) {
    this.call = call;
    this.#clock = clock;
    this.#owner = owner;
  }

  get now(): number {
    return this.#clock.now();
  }

  /** Sets the console up; the owner is signed in afterwards. */
  async setUp(organisation: string): Promise<void> {
    const { name, password } = this.#owner;
    const begun = await this.call("setup.begin", { organisation, owner: name, password });
    this.#phone = this.#owner.enrol(begun.secret);
    await this.call("setup.confirm", { password, code: this.#phone.codeAt(this.now) });
    this.#signedInAt = this.now;
  }

  /** Lets time pass at work: the session is kept alive, or begun again when its day is over. */
  async workUntil(moment: number): Promise<void> {
    while (this.now < moment) {
      this.#clock.moveTo(Math.min(moment, this.now + hop));
      if (this.now - this.#signedInAt > workday) await this.#signInAgain();
      else await this.call("access.whoami", {});
    }
  }

  work(minutes: number): Promise<void> {
    return this.workUntil(this.now + minutes * minute);
  }

  /** Lets time pass away from work. */
  async returnAt(moment: number): Promise<void> {
    await this.call("access.signOut", {});
    this.#clock.moveTo(moment);
    await this.#signIn();
  }

  /** A help-desk check of a code. */
  check(username: string, code: string): Promise<Verdict> {
    return this.call("verification.check", { user: { username }, code });
  }

  checkBackupCode(username: string, backupCode: string): Promise<Verdict> {
    return this.call("verification.check", { user: { username }, backupCode });
  }

  async #signInAgain(): Promise<void> {
    await this.call("access.signOut", {});
    await this.#signIn();
  }

  async #signIn(): Promise<void> {
    const { name, password } = this.#owner;
    const code = this.#phone?.codeAt(this.now) ?? "";
    await this.call("access.signIn", { name, password, code });
    this.#signedInAt = this.now;
  }
}
