import { terminal } from "../../src/shared/texts/en/terminal/index.ts";
import { addAreas } from "../../src/shared/texts/text.ts";

/** For tests of single modules of the terminal: its texts are added by `src/cli/main.ts`. */
addAreas(terminal);
