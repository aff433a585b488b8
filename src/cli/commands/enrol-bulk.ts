import { type Command, Option } from "@commander-js/extra-typings";
import { Attention, type Selection } from "#shared/contract/directory.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import type { ImportId } from "#shared/model/ids.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { findGroup } from "../groups.ts";
import { type LetterOutput, templateChoice, writeLetters } from "../letter-files.ts";
import { algorithm, digits, importId, kind, period } from "../options.ts";
import { describeLetterPlan, describeLetterReport } from "../render/letters.ts";
import type { Outcome, Run } from "../run.ts";

interface Whom {
  addedBy?: ImportId | undefined;
  group?: string | undefined;
  status?: UserStatus | undefined;
  enrolment?: EnrolmentState | undefined;
  attention?: Attention | undefined;
  search?: string | undefined;
  all: boolean;
}

type Parameters = Pick<InputOf<"letters.preview">, "kind" | "algorithm" | "digits" | "period">;

interface How extends LetterOutput, Parameters {
  template?: string | undefined;
  dryRun: boolean;
  replace: boolean;
  reprint: boolean;
}

/** @throws AppError INVALID_INPUT when nobody was named, NOT_FOUND for the group */
async function selectionOf(context: Context, { group, all, addedBy, ...filter }: Whom): Promise<Selection> {
  const named = Object.values({ group, ...filter }).some((value) => value !== undefined);
  if ([named, all, addedBy !== undefined].filter(Boolean).length !== 1) {
    throw new AppError("INVALID_INPUT", {
      text: text("cliEnrolment.sayWhom"),
    });
  }
  if (addedBy !== undefined) return { addedBy };
  return { filter: group === undefined ? filter : { ...filter, group: (await findGroup(context, group)).id } };
}

async function bulk(context: Context, whom: Whom, how: How): Promise<Outcome> {
  const { call, output } = context;
  const { letters, pdf, template, dryRun, replace, reprint, ...parameters } = how;
  const input = {
    selection: await selectionOf(context, whom),
    ...(await templateChoice(context, template)),
    ...parameters,
    replace,
    reprint,
  };
  if (dryRun) {
    const data = await call("letters.preview", input);
    return { data, words: describeLetterPlan(data, output.paint) };
  }
  const data = await writeLetters(context, { letters, pdf }, (into) => call("letters.issue", { ...input, into }));
  return { data, words: describeLetterReport(data, output.paint), negative: data.sums.refused > 0 };
}

export function addEnrolBulk(enrol: Command, run: Run): void {
  enrol
    .command("bulk")
    .description(help("helpEnrol.bulk"))
    .option("--group <name>", help("help.inGroup"))
    .addOption(new Option("--status <status>", help("help.withStatus")).choices(UserStatus.options))
    .addOption(new Option("--enrolment <state>", help("help.inEnrolment")).choices(EnrolmentState.options))
    .addOption(new Option("--attention <reason>", help("help.needingAttention")).choices(Attention.options))
    .option("--search <text>", help("help.searchPeople"))
    .option("--all", help("helpEnrol.bulkAll"), false)
    .option("--added-by <import>", help("helpEnrol.bulkAddedBy"), importId)
    .option("--letters <folder>", help("help.lettersFolder"))
    .option("--pdf <file>", help("help.lettersPdf"))
    .option("--template <name>", help("help.lettersTemplate"))
    .option("--kind <kind>", help("help.kindOrPolicy"), kind)
    .option("--algorithm <name>", help("help.algorithmOrPolicy"), algorithm)
    .option("--digits <number>", help("help.digitsOrPolicy"), digits)
    .option("--period <seconds>", help("help.periodOrPolicy"), period)
    .option("--replace", help("helpEnrol.bulkReplace"), false)
    .option("--reprint", help("helpEnrol.bulkReprint"), false)
    .option("--dry-run", help("helpEnrol.bulkDryRun"), false)
    .addHelpText(
      "after",
      examples(
        "$ countersign enrol bulk --group 'Night shift' --dry-run",
        "$ countersign enrol bulk --group 'Night shift' --letters night-shift/",
        "$ countersign enrol bulk --added-by 0197b2c4-5d6e-7f80-91a2-b3c4d5e6f708 --letters new-people/",
        "$ countersign enrol bulk --enrolment none --pdf letters.pdf --template Standard",
      ),
    )
    .action(({ group, status, enrolment, attention, search, all, addedBy, ...how }) =>
      run((context) => bulk(context, { group, status, enrolment, attention, search, all, addedBy }, how)),
    );
}
