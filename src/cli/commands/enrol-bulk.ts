import { type Command, Option } from "@commander-js/extra-typings";
import { Attention, type Selection } from "#shared/contract/directory.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import type { ImportId } from "#shared/model/ids.ts";
import { EnrolmentState, UserStatus } from "#shared/model/records.ts";
import type { Context } from "../context.ts";
import { findGroup } from "../groups.ts";
import { type LetterOutput, templateChoice, writeLetters } from "../letter-files.ts";
import { algorithm, digits, examples, importId, kind, period } from "../options.ts";
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
      message:
        "Say whom to enrol: --group, --status, --enrolment, --attention or --search; or --added-by for the people an import added; or --all for everybody.",
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
    return { data, text: describeLetterPlan(data, output.paint) };
  }
  const data = await writeLetters(context, { letters, pdf }, (into) => call("letters.issue", { ...input, into }));
  return { data, text: describeLetterReport(data, output.paint), negative: data.sums.refused > 0 };
}

export function addEnrolBulk(enrol: Command, run: Run): void {
  enrol
    .command("bulk")
    .description("Make a pending authenticator and a letter for many people at once")
    .option("--group <name>", "only members of this group")
    .addOption(new Option("--status <status>", "only people with this status").choices(UserStatus.options))
    .addOption(new Option("--enrolment <state>", "only people in this state").choices(EnrolmentState.options))
    .addOption(
      new Option("--attention <reason>", "only people who need attention for this reason").choices(Attention.options),
    )
    .option("--search <text>", "any part of name, username, e-mail or external id")
    .option("--all", "everybody", false)
    .option("--added-by <import>", "only the people whom this import added", importId)
    .option("--letters <folder>", "write one PDF for each person into this folder")
    .option("--pdf <file>", "write one new PDF with a page for each person")
    .option("--template <name>", "the letters' template (default: the first by name)")
    .option("--kind <kind>", "time-based (totp) or counter-based (hotp); default: the policy's", kind)
    .option("--algorithm <name>", "SHA1, SHA256 or SHA512; default: the policy's", algorithm)
    .option("--digits <number>", "6 or 8; default: the policy's", digits)
    .option("--period <seconds>", "30 or 60; default: the policy's", period)
    .option("--replace", "also people who have an active authenticator: the new one replaces it", false)
    .option("--reprint", "also people whose letter can still be used: the new letter voids it", false)
    .option("--dry-run", "only show what would be done", false)
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
