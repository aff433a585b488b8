import type { DemoAccess } from "#main/base/ports.ts";
import { Authenticator } from "./authenticator.ts";

/** Whom a demo signs in. The password is shown on the sign-in screen: it protects nothing. */
export class DemoOwner implements DemoAccess {
  readonly name = "demo";
  readonly password = "gentle-otters-enrol-twice";
  #authenticator: Authenticator | null = null;
  #lastStep = 0;
  recoveryKey = "";

  /** @param secret the seed in base32 */
  enrol(secret: string): Authenticator {
    this.#authenticator = new Authenticator(secret, { algorithm: "SHA1", digits: 6, period: 30 });
    return this.#authenticator;
  }

  /** Remembers a code that was accepted, since it is not accepted again (RFC 6238 5.2). */
  used(code: string): void {
    const authenticator = this.#authenticator;
    if (authenticator === null) return;
    const now = authenticator.stepAt(Date.now());
    const step = [now - 1, now, now + 1].find((each) => authenticator.codeOfStep(each) === code);
    if (step !== undefined) this.#lastStep = Math.max(this.#lastStep, step);
  }

  /** The next code that can still be used for a sign-in. */
  current(): ReturnType<DemoAccess["current"]> {
    const { name, password, recoveryKey } = this;
    const authenticator = this.#authenticator;
    if (authenticator === null) return { name, password, code: "", codeExpiresAt: Date.now(), recoveryKey };
    const step = Math.max(authenticator.stepAt(Date.now()), this.#lastStep + 1);
    return {
      name,
      password,
      code: authenticator.codeOfStep(step),
      codeExpiresAt: authenticator.endOf(step),
      recoveryKey,
    };
  }
}
