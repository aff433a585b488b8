import { Option } from "@commander-js/extra-typings";

/**
 * An option under an earlier name: its value goes where the present option's goes. Scripts rely on earlier names of
 * commands and options, so they work, but no help shows them: of a command they are aliases.
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
