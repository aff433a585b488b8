import { styleText } from "node:util";
import { harmlessJson } from "#shared/model/deceiving.ts";
import type { ErrorBody, ErrorCode } from "#shared/errors.ts";
import type { Progress } from "#shared/contract/audit.ts";
import type { Messages } from "#shared/texts/en/index.ts";
import { terminal } from "#shared/texts/en/terminal/index.ts";
import { say, sayAll, sayLabel } from "#shared/texts/say.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Io, OutputStream } from "./io.ts";
import { printable, time } from "./render/text.ts";
import { linesOf, sayLine, type Words } from "./render/words.ts";
import { forTerminal, styled } from "./styles.ts";

type Format = Parameters<typeof styleText>[0];

/** Colours for a stream: none when it is not a terminal or NO_COLOR is set. */
export const painter =
  (stream: OutputStream) =>
  (format: Format, words: string): string =>
    stream.isTTY ? styled(styleText(format, words, { stream })) : words;
export type Paint = ReturnType<typeof painter>;

export interface Output {
  readonly json: boolean;
  readonly paint: Paint;
  /** The result: one JSON object, or text for people. */
  success: (data: unknown, words: Words) => void;
  failure: (error: ErrorBody) => void;
  /** Resolves when the result has left this process, and rejects if it cannot. */
  written: () => Promise<void>;
  /** Help and versions: unchanged. */
  plain: (words: string) => void;
  /** Part of a dialogue with a person; on stderr, so that it never mixes with the result. */
  notice: (words: Words) => void;
  /** About wrong usage; on stderr. */
  complain: (words: Words) => void;
  /** Something that must always be said. */
  warn: (words: Words) => void;
  progress: (progress: Progress) => void;
}

const hasWords = (phase: string): phase is keyof Messages["phases"] => Object.hasOwn(terminal.phases, phase);

function progressLine({ phase, done, total }: Progress): string {
  const work = hasWords(phase) ? text(`phases.${phase}`) : phase;
  if (total === null || total === 0) return sayLabel(work);
  return say(text("cli.progress", { work, percent: Math.floor((Math.min(done, total) / total) * 100) }));
}

/** Which commands help with an error, each ready to be pasted; in capitals, what only the person knows. */
const hints: Partial<Record<ErrorCode, readonly Text[]>> = {
  SETUP_REQUIRED: [text("cli.seeSetup")],
  SETUP_UNFINISHED: [text("cli.finishSetup"), text("cli.resumeSetup")],
  NOT_SIGNED_IN: [text("cli.seeSignIn")],
  STORE_REPLACED: [text("cli.seeSignIn")],
  VAULT_LOCKED: [text("cli.seeUnlock")],
  CLOCK_ROLLED_BACK: [text("cli.seeClock")],
  STORE_DAMAGED: [text("cli.seeDoctor"), text("cli.seeRestore")],
};

function describeError(error: ErrorBody, paint: Paint): string {
  const lines = [`${paint("red", "countersign:")} ${sayLine(error.text)}`];
  for (const [field, problem] of Object.entries(error.fields ?? {})) {
    lines.push(`  ${paint("bold", printable(field))}: ${sayLine(problem)}`);
  }
  // Shown when codes or clocks are in doubt, so that people can compare.
  const clock = error.details?.["now"];
  if (typeof clock === "number") lines.push(`  ${sayLine(text("cli.clock", { at: time(clock) }))}`);
  for (const hint of hints[error.code] ?? []) lines.push(`  ${sayLine(hint)}`);
  if (error.code === "INTERNAL") lines.push(`  ${sayLine(text("cli.reference", { id: error.correlationId }))}`);
  return lines.join("\n");
}

/** For programs: with its sentence in the place of its text. */
const inWords = ({ code, text: words, ...rest }: ErrorBody) => ({ code, message: say(words), ...rest });

export function outputTo(io: Io, json: boolean): Output {
  const { stdout, stderr } = io;
  const onStderr = painter(stderr);
  let shown = "";

  const clearProgress = () => {
    if (shown !== "") stderr.write("\r\u001B[2K");
    shown = "";
  };
  const tell = (words: Words) => {
    clearProgress();
    stderr.write(`${forTerminal(linesOf(words))}\n`);
  };
  const print = (words: string) => {
    clearProgress();
    stdout.write(words.endsWith("\n") ? words : `${words}\n`);
  };
  const printJson = (reply: unknown) => print(harmlessJson(sayAll(reply)));

  return {
    json,
    paint: painter(stdout),
    success: (data, words) => (json ? printJson({ ok: true, data }) : print(forTerminal(linesOf(words)))),
    failure: (error) => (json ? printJson({ ok: false, error: inWords(error) }) : tell(describeError(error, onStderr))),
    written: () =>
      new Promise((resolve, reject) => {
        stdout.write("", (error) => (error ? reject(error) : resolve()));
      }),
    plain: (words) => print(forTerminal(words)),
    notice: (words) => {
      if (stderr.isTTY) tell(words);
    },
    complain: tell,
    warn: (words) => tell(`${onStderr("yellow", sayLine(text("cli.warning")))} ${linesOf(words)}`),
    progress: (progress) => {
      if (!stderr.isTTY) return;
      const line = progressLine(progress);
      if (line === shown) return;
      clearProgress();
      stderr.write(forTerminal(line));
      shown = line;
    },
  };
}
