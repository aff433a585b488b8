/**
 * The window's three channels. A procedure is a value in a call, not a channel. Kept apart from the schemas, so that
 * the preload carries these names and no parser.
 */
export const channels = {
  call: "countersign:call",
  cancel: "countersign:cancel",
  event: "countersign:event",
} as const;
