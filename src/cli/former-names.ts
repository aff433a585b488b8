import { type Command, Help, Option } from "@commander-js/extra-typings";

/**
 * Earlier names of commands and options. Scripts rely on them, so they work, but no help shows them: of a command
 * they are aliases, of an option see `formerly`.
 */
const help = new Help();

const withoutAlias = (text: string, command: Command): string =>
  command.aliases().reduce((shown, alias) => shown.replace(`|${alias}`, ""), text);

/** For `configureHelp`. */
export const presentNamesOnly = {
  subcommandTerm: (command: Command): string => withoutAlias(help.subcommandTerm(command), command),
  commandUsage: (command: Command): string => withoutAlias(help.commandUsage(command), command),
};

/**
 * An option under an earlier name: its value goes where the present option's goes.
 *
 * @param flags the earlier name, for example `--place <location>`
 */
export function formerly<Present extends Option>(flags: string, present: Present): Present {
  const former = new Option(flags).hideHelp();
  former.attributeName = () => present.attributeName();
  if (present.parseArg) former.argParser(present.parseArg);
  // The types tell options apart by their flags; a command's action sees only where the value went.
  return former as unknown as Present;
}
