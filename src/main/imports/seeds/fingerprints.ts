import { createHmac, randomBytes } from "node:crypto";
import type { Entry } from "../../formats/format.ts";

type Parameters = Pick<Entry, "kind" | "algorithm" | "digits" | "period">;

/** What two equal keys have in common, under a key of this run alone: no key stays in memory to be compared. */
export class Fingerprints {
  readonly #key = randomBytes(32);

  ofSeed(seed: Buffer): string {
    return createHmac("sha256", this.#key).update(seed).digest("base64");
  }

  /** Two of these are the same authenticator only where all parameters are. */
  ofAll(seed: Buffer, { kind, algorithm, digits, period }: Parameters): string {
    const parameters = kind === "totp" ? [kind, algorithm, digits, period] : [kind, algorithm, digits];
    return `${parameters.join(" ")} ${this.ofSeed(seed)}`;
  }
}
