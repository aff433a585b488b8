import { AppError } from "#shared/errors.ts";
import { NewPassword, TotpCode } from "#shared/contract/secrets.ts";
import { looksUnfinished, plainCode, readFactor, type TypedFactor } from "#shared/model/typed.ts";
import { textOfIssue } from "#shared/texts/issues.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Io } from "./io.ts";
import { type Prompts, terminalPrompts, type Validate } from "./prompts.ts";
import { readSecrets, type SecretName, type StdinSecrets } from "./stdin-secrets.ts";

/** Asks for one secret. */
export interface Question {
  readonly message: Text;
  /** `new`: being chosen, so asked for twice. `proof`: a code or a backup code. */
  readonly kind: "known" | "new" | "code" | "proof";
  /** In a terminal it is asked for only if `ask` is set, and may be left empty. */
  readonly optional?: boolean;
  readonly ask?: boolean;
  /** With `new`, in a terminal: why this choice is refused. In a script, the console refuses it. */
  readonly judge?: Validate;
}

type Questions = Partial<Record<SecretName, Question>>;
type Answers<Q extends Questions> = {
  [Name in keyof Q]: Q[Name] extends { optional: true } ? string | undefined : string;
};

export type Proof = TypedFactor;

/** Where secrets come from: the terminal, or one JSON object on stdin. Never arguments or the environment. */
export interface Secrets {
  /** There is a person at a terminal. */
  readonly interactive: boolean;
  /**
   * Without a terminal, one error names all missing secrets.
   * @throws AppError INVALID_INPUT, CANCELLED
   */
  ask<const Q extends Questions>(questions: Q): Promise<Answers<Q>>;
  /** The same, with a second factor: a code or a backup code. */
  askWithProof<const Q extends Questions>(questions: Q, message: Text): Promise<{ answers: Answers<Q>; proof: Proof }>;
}

/** For an authenticator that is too far off for two codes. */
export const threeCodes = {
  code: { message: text("cliSecrets.codeNow"), kind: "code" },
  secondCode: { message: text("cliSecrets.nextCode"), kind: "code" },
  thirdCode: { message: text("cliSecrets.codeAfter"), kind: "code" },
} as const satisfies Questions;

const filled =
  (what: Text): Validate =>
  (answer) =>
    answer !== "" || text("cliSecrets.missing", { what });

const longEnough: Validate = (answer) => {
  const checked = NewPassword.safeParse(answer);
  const issue = checked.error?.issues[0];
  return checked.success || (issue ? textOfIssue(issue) : text("cliSecrets.chooseAnother"));
};

const isCode: Validate = (answer) => TotpCode.safeParse(answer).success || text("cliSecrets.codeDigits");

const isProof: Validate = (answer) => {
  if (answer.trim() === "") return text("cliSecrets.codeMissing");
  return !looksUnfinished(plainCode(answer)) || text("cliSecrets.codeDigits");
};

/** Tells codes from backup codes by their form. If it is neither, the console says what is wrong. */
export function classifyProof(answer: string): Proof {
  return readFactor(answer) ?? (looksUnfinished(plainCode(answer)) ? { code: answer } : { backupCode: answer });
}

async function askOne(prompts: Prompts, question: Question): Promise<string | undefined> {
  const { message, kind, optional = false } = question;
  if (optional && !question.ask) return undefined;
  if (kind === "code") return prompts.masked(message, isCode);
  if (kind === "proof") return prompts.masked(message, isProof);
  if (kind === "known") {
    return (await prompts.hidden(message, optional ? undefined : filled(message))) || undefined;
  }
  const chosen = await prompts.hidden(message, async (answer) => {
    if (optional && answer === "") return true;
    const long = await longEnough(answer);
    return long === true && question.judge ? question.judge(answer) : long;
  });
  if (chosen === "") return undefined;
  await prompts.hidden(text("cliSecrets.again"), (again) => again === chosen || text("cliSecrets.noMatch"));
  return chosen;
}

function fromTerminal(prompts: Prompts): Secrets {
  const ask = async <const Q extends Questions>(questions: Q) => {
    const answers: Partial<Record<string, string>> = {};
    for (const [name, question] of Object.entries(questions)) {
      const answer = await askOne(prompts, question);
      if (answer !== undefined) answers[name] = answer;
    }
    return answers as Answers<Q>;
  };
  return {
    interactive: true,
    ask,
    async askWithProof(questions, message) {
      const answers = await ask(questions);
      return { answers, proof: classifyProof(await prompts.masked(message, isProof)) };
    },
  };
}

const missing = (fields: Record<string, Text>) =>
  new AppError("INVALID_INPUT", {
    text: text("cliSecrets.missingKeys", { keys: Object.keys(fields) }),
    fields,
  });

function findMissing(given: StdinSecrets, questions: Questions): Record<string, Text> {
  const fields: Record<string, Text> = {};
  for (const [name, question] of Object.entries(questions) as [SecretName, Question][]) {
    if (!question.optional && given[name] === undefined) fields[name] = text("cliSecrets.keyMissing");
  }
  return fields;
}

function fromStdin(io: Io): Secrets {
  let reading: Promise<StdinSecrets> | undefined;
  const read = () => (reading ??= readSecrets(io.stdin, io.signal));
  const pick = <const Q extends Questions>(given: StdinSecrets, questions: Q) =>
    Object.fromEntries(Object.keys(questions).map((name) => [name, given[name as SecretName]])) as Answers<Q>;

  return {
    interactive: false,
    async ask(questions) {
      const given = await read();
      const fields = findMissing(given, questions);
      if (Object.keys(fields).length > 0) throw missing(fields);
      return pick(given, questions);
    },
    async askWithProof(questions) {
      const given = await read();
      const fields = findMissing(given, questions);
      const { code, backupCode } = given;
      if (code !== undefined && backupCode !== undefined) {
        throw new AppError("INVALID_INPUT", {
          text: text("cliSecrets.notBoth"),
          fields: { code: text("cliSecrets.orBackupCode"), backupCode: text("cliSecrets.orCode") },
        });
      }
      if (code === undefined && backupCode === undefined) {
        fields["code"] = text("cliSecrets.codeOrBackupCodeMissing");
      }
      if (Object.keys(fields).length > 0) throw missing(fields);
      const proof = code === undefined ? classifyProof(backupCode as string) : (readFactor(code) ?? { code });
      return { answers: pick(given, questions), proof };
    },
  };
}

export function secretsOf(io: Io): Secrets {
  return io.stdin.isTTY ? fromTerminal(terminalPrompts(io)) : fromStdin(io);
}
