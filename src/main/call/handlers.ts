import type { ActDescription } from "#shared/contract/approvals.ts";
import type { Contract, CountersignedName, OutputOf, ParsedInputOf, ProcedureName } from "#shared/contract/index.ts";
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

/**
 * Says what a call would do now, for its approver; null: this call needs no approval. Two calls with the same
 * description are the same action, so it names everything that must not change between approval and action.
 */
export type Describe<Name extends CountersignedName> = (
  context: Context,
  input: ParsedInputOf<Name>,
) => Promise<ActDescription | null>;

export type Describers = { readonly [Name in CountersignedName]: Describe<Name> };
