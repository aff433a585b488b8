import type { z } from "zod";
import type { ActKind } from "../model/acts.ts";
import type { Phase, Role } from "../model/records.ts";

/** Each has its own file here, its handlers and its lists; a procedure is called `area.method`. */
export type Area =
  | "system"
  | "setup"
  | "vault"
  | "access"
  | "recovery"
  | "account"
  | "admins"
  | "approvals"
  | "users"
  | "groups"
  | "filters"
  | "bulk"
  | "imports"
  | "seeds"
  | "targets"
  | "tokens"
  | "inventory"
  | "letters"
  | "inPerson"
  | "policies"
  | "verification"
  | "audit"
  | "archive"
  | "backupPlan"
  | "recipients"
  | "destinations"
  | "files"
  | "clipboard";

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
  Countersign extends boolean = boolean,
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
  /** Which inputs need that code; undefined: all. */
  readonly stepUpFor: ((input: never) => boolean) | undefined;
  /**
   * May need the approval of a second administrator (`approvals.request`). The room that knows the action decides
   * whether it does for an input.
   */
  readonly countersign: Countersign;
  /** A backup that the plan may want before it; null: none, or the handler makes it in the middle of its work. */
  readonly safetyBackup: "import" | "rotation" | null;
  /** Areas whose lists can look different after it. Every window is told once it has succeeded. */
  readonly touches: readonly Area[];
  /** The side that may call it; the other one is refused with SENDER_REFUSED. */
  readonly side: Side;
  /** Present for long work: reports progress of this form and can be cancelled. */
  readonly progress: Progress | undefined;
}

type Options<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType, C extends boolean> = Pick<
  Procedure<I, O, P, C>,
  "input" | "output" | "allow"
> &
  Partial<Omit<Procedure<I, O, P, C>, "kind">>;

const procedure =
  (kind: Procedure["kind"]) =>
  <I extends z.ZodType, O extends z.ZodType, P extends z.ZodType = z.ZodNever, C extends boolean = false>(
    options: Options<I, O, P, C>,
  ): Procedure<I, O, P, C> => ({
    kind,
    phases: ["ready"],
    withoutSessionIn: [],
    whileLocked: options.allow === "anyone",
    stepUp: null,
    stepUpFor: undefined,
    countersign: false as C,
    safetyBackup: null,
    touches: [],
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

/** One area of the contract: its mutations touch these areas unless they say otherwise. */
export function touching<Methods extends Record<string, Procedure>>(methods: Methods, ...touches: Area[]): Methods {
  const told = Object.entries(methods).map(([name, method]): [string, Procedure] => {
    const isTold = method.kind === "query" || method.touches.length > 0;
    return [name, isTold ? method : { ...method, touches }];
  });
  return Object.fromEntries(told) as Methods;
}
