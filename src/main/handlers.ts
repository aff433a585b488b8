import type { Contract, OutputOf, ParsedInputOf, ProcedureName } from "#shared/contract/index.ts";
import type { Context } from "./context.ts";

/** What answers a procedure: it throws, the door catches. */
export type Handler<Name extends ProcedureName> = (
  context: Context,
  input: ParsedInputOf<Name>,
) => Promise<OutputOf<Name>>;

type NameOf<Area extends keyof Contract, Method extends string> = Extract<`${Area}.${Method}`, ProcedureName>;

/** All handlers of one area, one a procedure. */
export type HandlersOf<Area extends keyof Contract> = {
  [Method in Extract<keyof Contract[Area], string>]: Handler<NameOf<Area, Method>>;
};

export type AllHandlers = { [Area in keyof Contract]: HandlersOf<Area> };
