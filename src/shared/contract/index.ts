import type { z } from "zod";
import { access } from "./access.ts";
import { account } from "./account.ts";
import { admins } from "./admins.ts";
import { approvals } from "./approvals.ts";
import { audit } from "./audit.ts";
import { archive } from "./archive.ts";
import { backupPlan, destinations, recipients } from "./backup-plan.ts";
import { bulk, filters, groups, users } from "./directory.ts";
import { imports } from "./exchange.ts";
import { clipboard, files } from "./files.ts";
import { inPerson } from "./in-person.ts";
import { inventory } from "./inventory.ts";
import { letters } from "./letters.ts";
import { policies } from "./policies.ts";
import { type Area, type Procedure, touching } from "./procedure.ts";
import { recovery } from "./recovery.ts";
import { seeds } from "./seeds.ts";
import { setup } from "./setup.ts";
import { system } from "./system.ts";
import { targets } from "./targets.ts";
import { tokens, verification } from "./twofactor.ts";
import { vault } from "./vault.ts";

/** The whole surface of the console, by area. */
export const contract = {
  system: touching(system, "system", "users", "targets", "tokens", "audit"),
  setup: touching(setup, "system"),
  vault: touching(vault, "vault", "approvals", "system", "audit"),
  access: touching(access, "system", "audit"),
  recovery: touching(recovery, "account", "admins", "system", "audit"),
  account: touching(account, "account", "admins", "system", "audit"),
  admins: touching(admins, "admins", "approvals", "account", "system", "audit"),
  approvals: touching(approvals, "approvals", "system", "audit"),
  users: touching(users, "users", "targets", "groups", "inventory", "letters", "imports", "audit"),
  groups: touching(groups, "users", "targets", "groups", "audit"),
  filters: touching(filters, "filters"),
  bulk: touching(bulk, "users", "targets", "groups", "inventory", "letters", "imports", "audit"),
  imports: touching(imports, "users", "targets", "groups", "imports", "audit"),
  seeds: touching(seeds, "users", "targets", "tokens", "inventory", "letters", "seeds", "audit"),
  targets: touching(targets, "targets", "approvals", "audit"),
  tokens: touching(tokens, "users", "targets", "tokens", "inventory", "letters", "system", "audit"),
  inventory: touching(inventory, "users", "targets", "tokens", "inventory", "system", "audit"),
  letters: touching(letters, "users", "targets", "tokens", "letters", "audit"),
  inPerson: touching(inPerson, "users", "targets", "tokens", "letters", "inPerson", "audit"),
  policies: touching(policies, "policies", "approvals", "account", "system", "audit"),
  verification: touching(verification, "users", "targets", "tokens", "letters", "audit"),
  audit: touching(audit, "audit"),
  archive: touching(
    archive,
    "archive",
    "backupPlan",
    "destinations",
    "users",
    "targets",
    "groups",
    "tokens",
    "letters",
    "approvals",
    "system",
    "audit",
  ),
  backupPlan: touching(backupPlan, "backupPlan", "destinations", "system", "audit"),
  recipients: touching(recipients, "recipients", "backupPlan", "approvals", "system", "audit"),
  destinations: touching(destinations, "destinations", "backupPlan", "system", "audit"),
  files,
  clipboard,
} satisfies Record<Area, Record<string, Procedure>>;

export type Contract = typeof contract;

/** `users.list`, `tokens.begin`, … */
export type ProcedureName = {
  [Name in keyof Contract]: `${Name}.${Extract<keyof Contract[Name], string>}`;
}[keyof Contract];

type Find<Name extends ProcedureName> = Name extends `${infer AreaName extends keyof Contract}.${infer Method}`
  ? Method extends keyof Contract[AreaName]
    ? Contract[AreaName][Method]
    : never
  : never;

type Input<P> = P extends Procedure<infer I> ? z.input<I> : never;
type ParsedInput<P> = P extends Procedure<infer I> ? z.output<I> : never;
type Output<P> = P extends Procedure<z.ZodType, infer O> ? z.output<O> : never;

/** Procedures that may need a second administrator. */
export type CountersignedName = {
  [Name in ProcedureName]: Find<Name> extends Procedure<z.ZodType, z.ZodType, z.ZodType, true> ? Name : never;
}[ProcedureName];

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
