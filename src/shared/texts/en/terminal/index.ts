import { cliAccess, cliAdmins, cliClock, cliVault } from "./administration.ts";
import { cliBackups, cliRestores } from "./backups.ts";
import { cli, cliSecrets } from "./cli.ts";
import { cliEnrolment, cliLetters } from "./enrolment.ts";
import { headings } from "./headings.ts";
import { cliHealth } from "./health.ts";
import { helpAccount, helpSession, helpSetup } from "./help-access.ts";
import { helpAdmins, helpApprovals, helpAudit, helpClock, helpPolicies, helpVault } from "./help-administration.ts";
import { helpBackup, helpLocations, helpRecipients } from "./help-backups.ts";
import { helpAuthenticators, helpEnrol, helpHardware, helpLetters, helpTemplates } from "./help-enrolment.ts";
import { helpGroups, helpPeople } from "./help-people.ts";
import { help } from "./help-shared.ts";
import { cliImports, cliPeople } from "./people.ts";
import { cliSeeds, helpSeeds } from "./seeds.ts";
import { cliTargets, helpTargets } from "./targets.ts";
import { usage } from "./usage.ts";
import { phases, values } from "./values.ts";

/** What only the terminal says. Names of commands, options and their values are not texts: scripts rely on them. */
export const terminal = {
  cli,
  cliAccess,
  cliAdmins,
  cliBackups,
  cliClock,
  cliEnrolment,
  cliHealth,
  cliImports,
  cliLetters,
  cliPeople,
  cliRestores,
  cliSecrets,
  cliSeeds,
  cliTargets,
  cliVault,
  headings,
  phases,
  help,
  helpAccount,
  helpAdmins,
  helpApprovals,
  helpAudit,
  helpAuthenticators,
  helpBackup,
  helpClock,
  helpEnrol,
  helpGroups,
  helpHardware,
  helpLetters,
  helpLocations,
  helpPeople,
  helpPolicies,
  helpRecipients,
  helpSeeds,
  helpSession,
  helpSetup,
  helpTargets,
  helpTemplates,
  helpVault,
  usage,
  values,
} as const;
