import { desks } from "./0006-desks.ts";
import { renamedProcedures } from "./0006-procedures.ts";
import { texts } from "./0006-texts.ts";

/** What each part of version 6 of the schema changes; run in this order, in one transaction. */
const parts: readonly string[] = [desks, texts, renamedProcedures];

/** Version 6: texts as keys and facts, one store for several desks. */
export const version6 = parts.join("\n");
