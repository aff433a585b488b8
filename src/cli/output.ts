import { styleText } from "node:util";
import { harmlessJson } from "#shared/model/deceiving.ts";
import type { ErrorBody, ErrorCode } from "#shared/errors.ts";
import type { Progress } from "#shared/contract/audit.ts";
import type { Io, OutputStream } from "./io.ts";
import { printable, time } from "./render/text.ts";
import { forTerminal, styled } from "./styles.ts";

type Format = Parameters<typeof styleText>[0];

/** Colours for a stream: none when it is not a terminal or NO_COLOR is set. */
export const painter =
  (stream: OutputStream) =>
  (format: Format, text: string): string =>
    stream.isTTY ? styled(styleText(format, text, { stream })) : text;
export type Paint = ReturnType<typeof painter>;

export interface Output {
  readonly json: boolean;
  readonly paint: Paint;
  /** The result: one JSON object, or text for people. */
  success: (data: unknown, text: string) => void;
  failure: (error: ErrorBody) => void;
  /** Resolves when the result has left this process, and rejects if it cannot. */
  written: () => Promise<void>;
  /** Help and versions: unchanged. */
  plain: (text: string) => void;
  /** Part of a dialogue with a person; on stderr, so that it never mixes with the result. */
  notice: (text: string) => void;
  /** About wrong usage; on stderr. */
  complain: (text: string) => void;
  /** Something that must always be said. */
  warn: (text: string) => void;
  progress: (progress: Progress) => void;
}

function progressLine({ phase, done, total }: Progress): string {
  if (total === null || total === 0) return phase;
  return `${phase} ${Math.floor((Math.min(done, total) / total) * 100)} %`;
}

/** Which commands help with an error, each ready to be pasted; in capitals, what only the person knows. */
const hints: Partial<Record<ErrorCode, readonly string[]>> = {
  SETUP_REQUIRED: ["See: countersign setup begin"],
  SETUP_UNFINISHED: ["To finish it: countersign setup confirm", "With a new recovery key: countersign setup resume"],
  NOT_SIGNED_IN: ["See: countersign sign-in --as NAME"],
  STORE_REPLACED: ["See: countersign sign-in --as NAME"],
  VAULT_LOCKED: ["See: countersign unlock"],
  CLOCK_ROLLED_BACK: ["Once the clock is right: countersign clock accept"],
  STORE_DAMAGED: ["See: countersign doctor", "See: countersign backup restore FILE"],
};

function describeError(error: ErrorBody, paint: Paint): string {
  const lines = [`${paint("red", "countersign:")} ${printable(error.message)}`];
  for (const [field, problem] of Object.entries(error.fields ?? {})) {
    lines.push(`  ${paint("bold", printable(field))}: ${printable(problem)}`);
  }
  // Shown when codes or clocks are in doubt, so that people can compare.
  const clock = error.details?.["now"];
  if (typeof clock === "number") lines.push(`  This computer's clock: ${time(clock)}`);
  for (const hint of hints[error.code] ?? []) lines.push(`  ${hint}`);
  if (error.code === "INTERNAL") lines.push(`  Reference: ${error.correlationId}`);
  return lines.join("\n");
}

export function outputTo(io: Io, json: boolean): Output {
  const { stdout, stderr } = io;
  const onStderr = painter(stderr);
  let shown = "";

  const clearProgress = () => {
    if (shown !== "") stderr.write("\r\u001B[2K");
    shown = "";
  };
  const tell = (text: string) => {
    clearProgress();
    stderr.write(`${forTerminal(text)}\n`);
  };
  const print = (text: string) => {
    clearProgress();
    stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  };
  const printJson = (reply: unknown) => print(harmlessJson(reply));

  return {
    json,
    paint: painter(stdout),
    success: (data, text) => (json ? printJson({ ok: true, data }) : print(forTerminal(text))),
    failure: (error) => (json ? printJson({ ok: false, error }) : tell(describeError(error, onStderr))),
    written: () =>
      new Promise((resolve, reject) => {
        stdout.write("", (error) => (error ? reject(error) : resolve()));
      }),
    plain: (text) => print(forTerminal(text)),
    notice: (text) => {
      if (stderr.isTTY) tell(text);
    },
    complain: tell,
    warn: (text) => tell(`${onStderr("yellow", "Warning:")} ${text}`),
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
