import { base32nopad } from "@scure/base";
import { codeOfStep, stepAt, type TotpParameters } from "#main/twofactor/totp.ts";

/** What a person's phone does: shows the code of a moment. */
export class Authenticator {
  readonly #seed: Buffer;
  readonly #parameters: TotpParameters;

  /** @param secret the seed in base32, as the enrolment shows it */
  constructor(secret: string, parameters: TotpParameters) {
    this.#seed = Buffer.from(base32nopad.decode(secret));
    this.#parameters = parameters;
  }

  /** @param at UTC milliseconds */
  stepAt(at: number): number {
    return stepAt(at, this.#parameters.period);
  }

  codeOfStep(step: number): string {
    return codeOfStep(this.#seed, step, this.#parameters);
  }

  /** @param ahead steps by which the phone's clock is ahead */
  codeAt(at: number, ahead = 0): string {
    return this.codeOfStep(this.stepAt(at) + ahead);
  }

  /** A code that is not accepted at this moment. */
  wrongCodeAt(at: number): string {
    const near = new Set([-2, -1, 0, 1, 2].map((ahead) => this.codeAt(at, ahead)));
    const digits = this.#parameters.digits;
    for (let candidate = 0; ; candidate += 1) {
      const code = String(candidate).padStart(digits, "0");
      if (!near.has(code)) return code;
    }
  }

  /** End of a step, UTC milliseconds. */
  endOf(step: number): number {
    return (step + 1) * this.#parameters.period * 1000;
  }
}
