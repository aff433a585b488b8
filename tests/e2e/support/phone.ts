import { execFileSync } from "node:child_process";
import { requireTool } from "../../support/tools.ts";

/** Seconds that may pass between reading a code and its check without a change of the first step. */
const margin = 5;

/** Seconds: by more than a clock can be off for the console to tell by how much. */
const wrongestClock = 28 * 60 * 60;

/**
 * Someone's phone with an authenticator app: zbarimg is its camera, oathtool its generator. No step is
 * accepted twice, so each code is of a later step than the one before. A code that is asked for sooner
 * than a new one is due comes from a phone whose clock runs ahead, which the console follows.
 */
export class Phone {
  readonly uri: URL;
  #last: number;

  /** @param uri `otpauth://totp/…` */
  constructor(uri: string, last = 0) {
    this.uri = new URL(uri);
    this.#last = last;
  }

  /** @param picture PNG of a page with one QR code somewhere on it */
  static scan(picture: Buffer): Phone {
    const args = ["--nodbus", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-"];
    const uri = execFileSync(requireTool("zbarimg"), args, { input: picture, encoding: "utf8" });
    return new Phone(uri.trim());
  }

  #parameter(name: string, otherwise: string): string {
    return this.uri.searchParams.get(name) ?? otherwise;
  }

  get secret(): string {
    return this.#parameter("secret", "");
  }

  get #period(): number {
    return Number(this.#parameter("period", "30"));
  }

  /** The codes of a step and of those after it. */
  #codesFrom(step: number, count: number): string[] {
    const args = [
      `--totp=${this.#parameter("algorithm", "SHA1")}`,
      `--time-step-size=${this.#period}s`,
      `--digits=${this.#parameter("digits", "6")}`,
      `--now=@${step * this.#period}`,
      `--window=${count - 1}`,
      "--base32",
      "-",
    ];
    const output = execFileSync(requireTool("oathtool"), args, { input: `${this.secret}\n`, encoding: "utf8" });
    return output.trim().split("\n");
  }

  #codeOf(step: number): string {
    const [code = ""] = this.#codesFrom(step, 1);
    return code;
  }

  /** A code that was not shown before. */
  next(): string {
    this.#last = Math.max(this.#last + 1, Math.floor((Date.now() / 1000 + margin) / this.#period));
    return this.#codeOf(this.#last);
  }

  /** A code of a step that has not begun yet. */
  ahead(): string {
    this.#last = Math.max(this.#last + 1, Math.floor(Date.now() / 1000 / this.#period) + 1);
    return this.#codeOf(this.#last);
  }

  /** The last code again. */
  again(): string {
    return this.#codeOf(this.#last);
  }

  /** A code of no step that the console could take it for. */
  wrong(): string {
    const now = Math.floor(Date.now() / 1000 / this.#period);
    const reach = Math.ceil(wrongestClock / this.#period);
    const near = new Set(this.#codesFrom(now - reach, 2 * reach));
    let code = 0;
    while (near.has(String(code).padStart(6, "0"))) code += 1;
    return String(code).padStart(6, "0");
  }

  /** The same phone at the same moment, for a copy of the store. */
  copy(): Phone {
    return new Phone(this.uri.href, this.#last);
  }
}
