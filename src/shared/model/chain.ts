import type { ChainReport } from "../contract/audit.ts";
import { type Text, text } from "../texts/text.ts";

/** What was done to a chain that is not intact. */
export function whatBroke({ firstBroken: event = 0, kind }: ChainReport): Text {
  switch (kind) {
    case "missing":
      return text("auditFile.chainMissing", { event });
    case "added":
      return text("auditFile.chainAdded", { event });
    case "end":
      return text("auditFile.chainEnd");
    case "changed":
    case undefined:
      return text("auditFile.chainChanged", { event });
  }
}
