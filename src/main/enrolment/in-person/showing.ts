import type { OutputOf } from "#shared/contract/index.ts";
import type { InPersonState } from "#shared/contract/in-person.ts";
import { AppError, type ErrorCode } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { BackupCodeSetId, TokenId } from "#shared/model/ids.ts";
import type { Session } from "#shared/model/records.ts";
import type { Context } from "../../call/context.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { Caller, UserSide, UserWindow } from "../../base/ports.ts";
import { confirmBackupCodes } from "../../twofactor/code-sets.ts";
import { confirmEnrolment } from "../../twofactor/enrolment.ts";
import { reveal, throwAway } from "./pending.ts";
import { userCaller } from "./user-caller.ts";

/** How long backup codes are shown if nobody confirms that they are kept, milliseconds. */
const codesTime = 5 * 60_000;
/** How long the window says that it worked, if there are no codes to keep. */
const doneTime = 15_000;
/** The longest delay that a timer accepts. */
const longestDelay = 2 ** 31 - 1;

/** The state of a session at a time; asking does not count as use. */
export type LookAtSession = (caller: Caller, now: number) => Promise<Session | null>;

export interface Begun {
  tokenId: TokenId;
  username: string;
  /** UTC milliseconds. */
  expiresAt: number;
}

/** Somebody else has cancelled it or disabled the person, or too many codes were wrong. */
const ends: readonly ErrorCode[] = ["NOT_FOUND", "TOKEN_STATE", "USER_DISABLED", "ENROLMENT_VOID"];

type Step = Exclude<InPersonState["step"], "none">;

/**
 * One enrolment in the person's window, from its opening to its end. It ends when its time is over, and with the
 * session that opened it. The secret is not kept here: each view unseals it.
 */
export class Showing {
  /** Whose window it is; nobody else is answered. */
  readonly caller: Caller;
  readonly #opening: Context;
  readonly #begun: Begun;
  readonly #lookAtSession: LookAtSession;
  readonly #stopListening: () => void;
  #window: UserWindow | null = null;
  #step: Step = "waiting";
  #shownUntil: number;
  #wrongCodes = 0;
  #enrolled = false;
  #confirming = false;
  /** Of the backup codes that are shown. */
  #codeSet: BackupCodeSetId | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #ending: Promise<void> = Promise.resolve();

  /** @param opening the call that opened it: its administrator is the actor in the audit log, also at the end */
  constructor(opening: Context, begun: Begun, lookAtSession: LookAtSession) {
    this.caller = userCaller(opening.caller.session.get());
    this.#opening = opening;
    this.#begun = begun;
    this.#lookAtSession = lookAtSession;
    this.#shownUntil = begun.expiresAt;
    this.#stopListening = opening.live.onChange(() => this.#soon(() => this.review()));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  isOf(session: { id: string } | null): boolean {
    return session !== null && session.id === this.#opening.session?.id;
  }

  get state(): InPersonState {
    const { tokenId, username } = this.#begun;
    return {
      step: this.#step,
      tokenId,
      username,
      expiresAt: this.isOver ? null : this.#shownUntil,
      wrongCodes: this.#wrongCodes,
      enrolled: this.#enrolled,
    };
  }

  /** @throws AppError DIALOG_UNAVAILABLE if the window cannot be shown; the enrolment is cancelled */
  async open(userSide: UserSide): Promise<void> {
    try {
      const onClosed = () => this.#soon(() => this.end(this.#step === "done" ? "done" : "closed"));
      const window = await userSide.open({ caller: this.caller, onClosed });
      if (this.isOver) window.close();
      else this.#window = window;
    } catch (cause) {
      await this.end("closed");
      throw new AppError("DIALOG_UNAVAILABLE", { text: text("inPerson.notOpened"), cause });
    }
    await this.review();
  }

  /** @throws AppError TOKEN_STATE after the confirmation, NOT_FOUND, ENROLMENT_EXPIRED */
  show(context: Context): Promise<OutputOf<"inPerson.show">> {
    if (this.#step !== "waiting") throw new AppError("TOKEN_STATE");
    return reveal(context, this.#begun.tokenId);
  }

  /** @throws AppError BUSY during another confirmation, and what confirming throws */
  async confirm(context: Context, code: string): Promise<OutputOf<"inPerson.confirm">> {
    if (this.#step !== "waiting") throw new AppError("TOKEN_STATE");
    if (this.#confirming) throw new AppError("BUSY");
    this.#confirming = true;
    try {
      const { backupCodes, codeSet } = await confirmEnrolment(context, { tokenId: this.#begun.tokenId, code });
      this.#codeSet = codeSet;
      this.#accepted(codeSet !== null);
      return { backupCodes, closesAt: this.#shownUntil };
    } catch (thrown) {
      this.#refused(toAppError(thrown));
      throw thrown;
    } finally {
      this.#confirming = false;
    }
  }

  /** The person has finished with the window, and has the codes that it shows. @throws what confirming these throws */
  async finish(context: Context): Promise<void> {
    if (this.#step === "codes" && this.#codeSet !== null) {
      try {
        await confirmBackupCodes(context, { codeSet: this.#codeSet });
      } catch (thrown) {
        await this.end("closed");
        throw thrown;
      }
    }
    return this.end(this.#enrolled ? "done" : "closed");
  }

  #accepted(hasCodes: boolean): void {
    this.#enrolled = true;
    if (!this.isOver) {
      this.#step = hasCodes ? "codes" : "done";
      this.#shownUntil = this.#opening.options.clock.now() + (hasCodes ? codesTime : doneTime);
    }
  }

  #refused({ code }: AppError): void {
    if (code === "ENROLMENT_EXPIRED") this.#soon(() => this.end("expired"));
    if (ends.includes(code)) this.#soon(() => this.end("closed"));
    if (code === "ENROLMENT_CODE_WRONG" || code === "ENROLMENT_VOID") this.#wrongCodes += 1;
  }

  /** Ends what has to end by now, and schedules the next end. */
  async review(): Promise<void> {
    const now = this.#opening.options.clock.now();
    const session = await this.#lookAtSession(this.caller, now);
    if (this.isOver) return;
    if (!session || session.locked) return this.end("closed");
    if (now > this.#shownUntil) return this.end(timedOut[this.#step]);
    const next = Math.min(this.#shownUntil + 1, session.idleExpiresAt, session.expiresAt);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#soon(() => this.review()), Math.min(next - now, longestDelay));
  }

  /** Closes the window and cancels a pending enrolment. Ending again does nothing. */
  end(step: Step): Promise<void> {
    if (!this.#isOver) {
      // Must come first: closing the window reports back.
      this.#isOver = true;
      this.#ending = this.#end(step);
    }
    return this.#ending;
  }

  async #end(step: Step): Promise<void> {
    this.#step = step;
    clearTimeout(this.#timer);
    this.#stopListening();
    this.caller.session.set(null);
    this.#window?.close();
    if (!this.#enrolled) await throwAway(this.#opening, this.#begun.tokenId);
    // Often nobody has called: its time was over, or the window was closed.
    this.#opening.live.touched(this.#opening.touches, null);
  }

  /** For work that nobody waits for. */
  #soon(act: () => Promise<void>): void {
    act().catch((cause: unknown) => this.#opening.options.logger.error("the person's window failed", { cause }));
  }
}

/** The state that a step reaches when its time is over. */
const timedOut: Readonly<Record<Step, Step>> = {
  waiting: "expired",
  codes: "closed",
  done: "done",
  expired: "expired",
  closed: "closed",
};
