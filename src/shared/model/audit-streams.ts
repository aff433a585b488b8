import type { AuditStreamSettings } from "../contract/audit.ts";

/** Where events are copied to: a path, or `host:port`. */
export const streamPlace = (settings: AuditStreamSettings): string =>
  settings.kind === "file" ? settings.path : `${settings.host}:${settings.port}`;
