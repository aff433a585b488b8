import type { z } from "zod";
import { access } from "./access.ts";
import { account } from "./account.ts";
import { admins } from "./admins.ts";
import { approvals } from "./approvals.ts";
import { audit } from "./audit.ts";
import { backup } from "./backup.ts";
import { backups, destinations, recipients } from "./backups.ts";
import { bulk, filters, groups, users } from "./directory.ts";
import { imports } from "./exchange.ts";
import { clipboard, files } from "./files.ts";
import { inPerson } from "./in-person.ts";
import { inventory } from "./inventory.ts";
import { letters } from "./letters.ts";
import { policies } from "./policies.ts";
import type { Procedure } from "./procedure.ts";
import { recovery } from "./recovery.ts";
import { setup } from "./setup.ts";
import { system } from "./system.ts";
import { tokens, verification } from "./twofactor.ts";
import { vault } from "./vault.ts";

/** The whole surface of the console, by area. */
export const contract = {
  system,
  setup,
  vault,
  access,
  recovery,
  account,
  admins,
  approvals,
  users,
  groups,
  filters,
  bulk,
  imports,
  tokens,
  inventory,
  letters,
  inPerson,
  policies,
  verification,
  audit,
  backup,
  backups,
  recipients,
  destinations,
  files,
  clipboard,
};

export type Contract = typeof contract;

/** `users.list`, `tokens.begin`, … */
export type ProcedureName = {
  [Area in keyof Contract]: `${Area}.${Extract<keyof Contract[Area], string>}`;
}[keyof Contract];

type Find<Name extends ProcedureName> = Name extends `${infer Area extends keyof Contract}.${infer Method}`
  ? Method extends keyof Contract[Area]
    ? Contract[Area][Method]
    : never
  : never;

type Input<P> = P extends Procedure<infer I> ? z.input<I> : never;
type ParsedInput<P> = P extends Procedure<infer I> ? z.output<I> : never;
type Output<P> = P extends Procedure<z.ZodType, infer O> ? z.output<O> : never;

/** What a caller passes. */
export type InputOf<Name extends ProcedureName> = Input<Find<Name>>;
/** What the handler receives after parsing. */
export type ParsedInputOf<Name extends ProcedureName> = ParsedInput<Find<Name>>;
export type OutputOf<Name extends ProcedureName> = Output<Find<Name>>;

/** Every procedure by its full name; no prototype, so that no inherited name is ever found. */
export const procedures: Readonly<Record<ProcedureName, Procedure>> = Object.freeze(
  Object.assign(
    Object.create(null) as object,
    ...Object.entries(contract).map(([area, methods]) =>
      Object.fromEntries(Object.entries(methods).map(([method, procedure]) => [`${area}.${method}`, procedure])),
    ),
  ) as Record<ProcedureName, Procedure>,
);

export const procedureNames = Object.keys(procedures) as ProcedureName[];
