import { ImportField } from "../../src/shared/contract/exchange.ts";
import { LetterState } from "../../src/shared/contract/letters.ts";
import { HardwareTokenState } from "../../src/shared/contract/inventory.ts";
import { BackupPlan, RetentionRules } from "../../src/shared/model/backups.ts";
import { policyKeys } from "../../src/shared/model/policy.ts";
import {
  Algorithm,
  EnrolmentState,
  everyRole,
  TokenKind,
  TokenStatus,
  UserStatus,
} from "../../src/shared/model/records.ts";
import { outsidePseudo } from "./pseudo.ts";

/** What is no text: values as they are typed on the command line. */
const typed = new Set<string>([
  ...everyRole,
  ...UserStatus.options,
  ...EnrolmentState.options,
  ...TokenStatus.options,
  ...TokenKind.options,
  ...Algorithm.options,
  ...LetterState.options,
  ...HardwareTokenState.options,
  ...BackupPlan.shape.every.options,
  ...Object.keys(RetentionRules.shape),
  ...policyKeys,
  ...ImportField.options,
  "true",
  "false",
]);

/** Options, and what stands for their values. */
const syntax = /(?<!\w)-{1,2}[a-zA-Z][\w-]*|<[^>]*>|\[[^\]]*\]/gu;

/** A command, from the beginning of a line. */
const command = /^ *countersign(?: [a-z-]+)*/gmu;

/** What a line of help is about: a command or an argument. */
const term = /^ {2}[a-z][\w.-]*(?= |$)/gmu;

/** Examples of whole commands. */
const example = /^ +\$ countersign .*$|^ +\$ echo '.*$/gmu;

/** The field that is wrong: a key of JSON, or an option's name. */
const field = /^ {2}[\w.]+(?=: ⟦)/gmu;

/** Numbers, addresses, paths, sizes, names of events as in the audit log, a seed in groups of four, a letter's serial. */
const isData = (word: string): boolean =>
  /[\d@/]/u.test(word) || /^(?:[a-z]+\.[a-zA-Z_]+|[KMG]?B|[A-Z2-7]{4}|[A-Z\d]{4}-[A-Z\d]{4})$/u.test(word);

/**
 * Words of what the terminal printed in the pseudo-locale that did not come out of the catalogue.
 *
 * @param data names that the test gave
 */
export function bypasses(printed: string, data: readonly string[] = []): string[] {
  const known = new Set(data);
  return outsidePseudo(printed.replaceAll(example, "").replaceAll(field, ""))
    .replaceAll(command, "")
    .replaceAll(syntax, " ")
    .split(/[\s,;()|"'“”]+/u)
    .map((word) => word.replace(/:$/u, ""))
    .filter((word) => /\p{L}/u.test(word) && !typed.has(word) && !known.has(word) && !isData(word));
}

/** The same of the help of a command. */
export const bypassesInHelp = (printed: string): string[] => bypasses(printed.replaceAll(term, ""));
