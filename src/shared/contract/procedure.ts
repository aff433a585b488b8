import type { z } from "zod";
import type { ActKind } from "../model/acts.ts";
import type { Phase, Role } from "../model/records.ts";

/** Where a call comes from: an administrator's window or terminal, or the window of a person being enrolled. */
export type Side = "console" | "user";

/**
 * A procedure is data: what it takes, what it gives, who may call it and when. The router, the
 * preload's and the renderer's types, the CLI and the contract tests are derived from these values.
 */
export interface Procedure<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Progress extends z.ZodType = z.ZodType,
> {
  readonly kind: "query" | "mutation";
  readonly input: Input;
  readonly output: Output;
  /** Roles that may call it, or anyone without a session. */
  readonly allow: "anyone" | readonly Role[];
  /** Phases in which it is answered. */
  readonly phases: readonly Phase[];
  /** Phases in which it is answered without a session although `allow` names roles. */
  readonly withoutSessionIn: readonly Phase[];
  /** Also answered while the session is locked. */
  readonly whileLocked: boolean;
  /** Needs a fresh code, given for actions of this kind (`access.stepUp`); null: none. */
  readonly stepUp: ActKind | null;
  /**
   * May need the approval of a second administrator (`approvals.request`). The room that knows the action decides
   * whether it does for an input.
   */
  readonly countersign: boolean;
  /** The side that may call it; the other one is refused with SENDER_REFUSED. */
  readonly side: Side;
  /** Present for long work: reports progress of this form and can be cancelled. */
  readonly progress: Progress | undefined;
}

type Options<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType> = Pick<
  Procedure<I, O, P>,
  "input" | "output" | "allow"
> &
  Partial<
    Pick<
      Procedure<I, O, P>,
      "phases" | "withoutSessionIn" | "whileLocked" | "stepUp" | "countersign" | "side" | "progress"
    >
  >;

const procedure =
  (kind: Procedure["kind"]) =>
  <I extends z.ZodType, O extends z.ZodType, P extends z.ZodType = z.ZodNever>(
    options: Options<I, O, P>,
  ): Procedure<I, O, P> => ({
    kind,
    phases: ["ready"],
    withoutSessionIn: [],
    whileLocked: options.allow === "anyone",
    stepUp: null,
    countersign: false,
    side: "console",
    progress: undefined,
    ...options,
  });

/** Reads only. May be repeated and cached. */
export const query = procedure("query");
/** Changes something, or reveals a secret: a client never repeats it on its own. */
export const mutation = procedure("mutation");

/** Answered also without a usable store to sign in to: a restore must not need what it restores. */
export const evenWithoutStore = {
  phases: ["ready", "empty", "setup", "damaged"],
  withoutSessionIn: ["empty", "setup", "damaged"],
} as const;
