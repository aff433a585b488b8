import { Command } from "@commander-js/extra-typings";
import { version } from "#main/base/version.ts";
import { addAccess } from "./commands/access.ts";
import { addAccount } from "./commands/account.ts";
import { addAdmins } from "./commands/admins.ts";
import { addApprovals } from "./commands/approvals.ts";
import { addAudit } from "./commands/audit.ts";
import { addBackup } from "./commands/backup.ts";
import { addClock } from "./commands/clock.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEnrol } from "./commands/enrol.ts";
import { addGroups } from "./commands/groups.ts";
import { addHardware } from "./commands/hardware.ts";
import { addInvitation } from "./commands/invitation.ts";
import { addLetters } from "./commands/letters.ts";
import { addPolicies } from "./commands/policies.ts";
import { addRecover } from "./commands/recover.ts";
import { addSeeds } from "./commands/seeds.ts";
import { addSetup } from "./commands/setup.ts";
import { addTargets } from "./commands/targets.ts";
import { addTokens } from "./commands/tokens.ts";
import { addPeople } from "./commands/people.ts";
import { addVault } from "./commands/vault.ts";
import { addVerify } from "./commands/verify.ts";
import { examples, help, helpInWords, sayHelp } from "./help.ts";
import type { Run } from "./run.ts";

export interface GlobalOptions {
  data?: string;
}

const afterHelp = (): string =>
  [
    "",
    sayHelp("help.secrets"),
    "",
    sayHelp("help.exitCodes"),
    examples(
      "$ countersign setup begin --organisation 'Example Ltd' --owner dana",
      "$ countersign sign-in --as dana",
      "$ countersign enrol alice",
      `$ echo '{"code":"123456"}' | countersign verify alice --json`,
    ),
  ].join("\n");

/** What commander would print. The caller decides whether and where to print it. */
export interface Printed {
  out: string;
  err: string;
}

/**
 * All commands. This writes nothing and never ends the process.
 * @param run called by the command that was given, with the global options
 */
export function buildProgram(printed: Printed, run: (globals: GlobalOptions) => Run): Command {
  const program = new Command("countersign")
    .description(help("help.program"))
    .version(version, "-V, --version", help("help.version"))
    .option("--data <dir>", help("help.data"))
    .option("--json", help("help.json"))
    .helpOption("-h, --help", help("help.help"))
    .helpCommand("help [command]", help("help.help"))
    .configureHelp({ showGlobalOptions: true, ...helpInWords })
    .addHelpText("after", afterHelp())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => (printed.out += text),
      writeErr: (text) => (printed.err += text),
    });

  const runWithGlobals: Run = (action, choices) => {
    return run(program.opts())(action, choices);
  };
  // The commands do not need the types of the program's options.
  const parent = program as unknown as Command;
  for (const add of [
    addSetup,
    addAccess,
    addInvitation,
    addRecover,
    addAccount,
    addAdmins,
    addApprovals,
    addVault,
    addPeople,
    addGroups,
    addEnrol,
    addLetters,
    addTokens,
    addHardware,
    addSeeds,
    addTargets,
    addVerify,
    addPolicies,
    addAudit,
    addBackup,
    addClock,
    addDoctor,
  ]) {
    add(parent, runWithGlobals);
  }
  return parent;
}
