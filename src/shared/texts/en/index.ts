import { access } from "./access.ts";
import { account } from "./account.ts";
import { admins } from "./admins.ts";
import { approvals } from "./approvals.ts";
import { auditFile } from "./auditFile.ts";
import { auditStreams } from "./auditStreams.ts";
import { authenticators } from "./authenticators.ts";
import { backups } from "./backups.ts";
import { base } from "./base.ts";
import { directory } from "./directory.ts";
import { durations } from "./durations.ts";
import { errors } from "./errors.ts";
import { files } from "./files.ts";
import { fonts } from "./fonts.ts";
import { formats } from "./formats.ts";
import { hardware } from "./hardware.ts";
import { importFields } from "./importFields.ts";
import { imports } from "./imports.ts";
import { inPerson } from "./inPerson.ts";
import { input } from "./input.ts";
import { letters } from "./letters.ts";
import { parameters } from "./parameters.ts";
import { passwords } from "./passwords.ts";
import { plain } from "./plain.ts";
import { policy } from "./policy.ts";
import { restores } from "./restores.ts";
import { reviewReasons } from "./reviewReasons.ts";
import { reviews } from "./reviews.ts";
import { seedImports } from "./seedImports.ts";
import { seeds } from "./seeds.ts";
import { sheetAdvice, sheetInstructions, sheets, sheetTitles } from "./sheets.ts";
import { since } from "./since.ts";
import { store } from "./store.ts";
import { subjects } from "./subjects.ts";
import { system } from "./system.ts";
import { systems } from "./systems.ts";
import { tables } from "./tables.ts";
import { targets } from "./targets.ts";
import type { terminal } from "./terminal/index.ts";
import { vault } from "./vault.ts";
import { verdicts } from "./verdicts.ts";
import { weaker } from "./weaker.ts";
import { window } from "./window.ts";

/**
 * Every text in English, by area: ICU messages (https://unicode-org.github.io/icu/userguide/format_parse/messages/). Those
 * that only the terminal says are in `terminal/`. A key is an area and a name: `directory.nameTaken`.
 */
export const english = {
  access,
  account,
  admins,
  approvals,
  auditFile,
  auditStreams,
  authenticators,
  backups,
  base,
  directory,
  durations,
  errors,
  files,
  fonts,
  formats,
  hardware,
  importFields,
  imports,
  inPerson,
  input,
  letters,
  parameters,
  passwords,
  plain,
  policy,
  restores,
  reviewReasons,
  reviews,
  seedImports,
  seeds,
  sheetAdvice,
  sheetInstructions,
  sheets,
  sheetTitles,
  since,
  store,
  subjects,
  system,
  systems,
  tables,
  targets,
  vault,
  verdicts,
  weaker,
  window,
} as const;

export type Messages = typeof english & typeof terminal;
