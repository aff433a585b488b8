import type { Caller, Console } from "#main/base/ports.ts";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { fromBody } from "#shared/errors.ts";

/** @throws AppError as the reply says */
export type Client = <Name extends ProcedureName>(procedure: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>;

export const clientOf =
  (console: Console, caller: Caller): Client =>
  async <Name extends ProcedureName>(procedure: Name, input: InputOf<Name>) => {
    const reply = await console.call(procedure, input, caller);
    if (!reply.ok) throw fromBody(reply.error);
    return reply.data as OutputOf<Name>;
  };
