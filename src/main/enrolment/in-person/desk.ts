import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { InPersonState } from "#shared/contract/in-person.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { type Context, opened } from "../../call/context.ts";
import type { UserSide } from "../../base/ports.ts";
import { beginEnrolment } from "../../twofactor/enrolment.ts";
import { requireUserToken } from "../../twofactor/tokens.ts";
import { type LookAtSession, Showing } from "./showing.ts";

const nothing: InPersonState = {
  step: "none",
  tokenId: null,
  username: null,
  expiresAt: null,
  wrongCodes: 0,
  enrolled: false,
};

/** The only desk of this console: one person at a time can be enrolled in a separate window. */
export class InPersonDesk {
  readonly #userSide: UserSide | null;
  readonly #lookAtSession: LookAtSession;
  #last: Showing | null = null;
  #isOpening = false;

  constructor(userSide: UserSide | null, lookAtSession: LookAtSession) {
    this.#userSide = userSide;
    this.#lookAtSession = lookAtSession;
  }

  get displays(): number {
    return this.#userSide?.displays() ?? 0;
  }

  /** @throws AppError DIALOG_UNAVAILABLE, CONFLICT while one is open, and what beginning an enrolment throws */
  async open(context: Context, input: ParsedInputOf<"inPerson.open">): Promise<InPersonState> {
    if (!this.#userSide || this.displays === 0) {
      throw new AppError("DIALOG_UNAVAILABLE", { text: text("inPerson.noWindow") });
    }
    if (this.#isOpening || (this.#last && !this.#last.isOver)) {
      throw new AppError("CONFLICT", { text: text("inPerson.inUse") });
    }
    this.#isOpening = true;
    try {
      const { tokenId, expiresAt } = await beginEnrolment(context, input, { inPerson: true });
      const { username } = (await requireUserToken(opened(context).store.db, tokenId)).user;
      const showing = new Showing(context, { tokenId, expiresAt, username }, this.#lookAtSession);
      this.#last = showing;
      await showing.open(this.#userSide);
      return showing.state;
    } finally {
      this.#isOpening = false;
    }
  }

  /** As the session that opened it sees it; nothing for any other. */
  async state(context: Context): Promise<InPersonState> {
    const showing = this.#of(context);
    if (showing && !showing.isOver) await showing.review();
    return showing?.state ?? nothing;
  }

  async close(context: Context): Promise<InPersonState> {
    const showing = this.#of(context);
    await showing?.end("closed");
    return showing?.state ?? nothing;
  }

  /** The enrolment whose window calls. @throws AppError NOT_FOUND if it has ended */
  async forWindow(context: Context): Promise<Showing> {
    const showing = this.#last;
    if (showing?.caller === context.caller) await showing.review();
    if (!showing || showing.isOver || showing.caller !== context.caller) {
      throw new AppError("NOT_FOUND", { text: text("inPerson.ended") });
    }
    return showing;
  }

  /** The console closes. */
  async end(): Promise<void> {
    await this.#last?.end("closed");
  }

  #of(context: Context): Showing | null {
    return this.#last?.isOf(context.session) ? this.#last : null;
  }
}
