import type { z } from "zod";
import { procedureNames, procedures } from "#shared/contract/index.ts";
import { factorInput, InvitationCode, TotpCode } from "#shared/contract/secrets.ts";

/** What is short enough to be guessed. Passwords, passphrases, recovery keys and identities are not codes. */
const codes: readonly z.ZodType[] = [TotpCode, InvitationCode, ...Object.values(factorInput)];

interface Def {
  type: string;
  shape?: Record<string, z.ZodType>;
  options?: z.ZodType[];
  innerType?: z.ZodType;
  element?: z.ZodType;
  in?: z.ZodType;
}

/** Every path in a schema, with the schema at its end. */
function* leavesOf(schema: z.ZodType, path: string): Generator<{ path: string; schema: z.ZodType }> {
  const def = schema.def as unknown as Def;
  if (codes.includes(schema)) yield { path, schema };
  else if (def.shape) {
    for (const [name, inner] of Object.entries(def.shape))
      yield* leavesOf(inner, path === "" ? name : `${path}.${name}`);
  } else if (def.options) for (const option of def.options) yield* leavesOf(option, path);
  else if (def.innerType) yield* leavesOf(def.innerType, path);
  else if (def.element) yield* leavesOf(def.element, path);
  else if (def.type === "pipe" && def.in) yield* leavesOf(def.in, path);
  else yield { path, schema };
}

const all = procedureNames.flatMap((name) =>
  [...leavesOf(procedures[name].input, "")].map(({ path, schema }) => ({ field: `${name}.${path}`, schema })),
);

/** `tokens.confirm.code`, …: every field of the contract that takes a code. */
export const codeFields: readonly string[] = [
  ...new Set(all.filter(({ schema }) => codes.includes(schema)).map(({ field }) => field)),
].toSorted();

/** An id has a form of its own, in which no code fits. */
const isId = ({ def }: z.ZodType): boolean => "format" in def && def.format === "uuid";

/** Fields that are named like a code, but are not of its form: they would escape the list above. */
export const disguisedFields: readonly string[] = all
  .filter(
    ({ field, schema }) => /code|otp|pin$|invitation$/iu.test(field.split(".").at(-1) ?? "") && !codes.includes(schema),
  )
  .filter(({ schema }) => (schema.def.type === "string" && !isId(schema)) || schema.def.type === "transform")
  .map(({ field }) => field);
