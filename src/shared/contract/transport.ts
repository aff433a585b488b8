import { z } from "zod";
import { ErrorBody } from "../error-body.ts";
import { Progress } from "./audit.ts";

/** Chosen by the caller; names the call in progress events and in `cancel`. */
const CallId = z.string().min(1).max(64);

export const Call = z.strictObject({
  callId: CallId,
  procedure: z.string().max(100),
  input: z.unknown(),
});
export type Call = z.infer<typeof Call>;

export const Cancel = z.strictObject({ callId: CallId });

export const Reply = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), data: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: ErrorBody }),
]);
export type Reply = z.infer<typeof Reply>;

/** What main tells the window unprompted. */
export const ConsoleEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("progress"), callId: CallId, progress: Progress }),
  /** The phase, the session or its lock changed: ask `system.status` again. */
  z.strictObject({ type: z.literal("status-changed") }),
  /** Lists of these areas can look different: somebody else's call, or the console's own work, changed them. */
  z.strictObject({ type: z.literal("touched"), areas: z.array(z.string()) }),
]);
export type ConsoleEvent = z.infer<typeof ConsoleEvent>;

/** What the preload exposes as `window.countersign`. */
export interface PreloadApi {
  invoke(call: Call): Promise<Reply>;
  cancel(callId: string): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (event: ConsoleEvent) => void): () => void;
}
