import { schemaResolver } from "@mantine/form";
import { type ProcedureName, procedures } from "#shared/contract/index.ts";
import { textOfIssue } from "#shared/texts/issues.ts";
import type { Text } from "#shared/texts/text.ts";

/** Whether the contract marks a procedure as long: it reports progress and can be cancelled. */
export const isLong = (name: ProcedureName): boolean => procedures[name].progress !== undefined;

/** Areas whose lists can look different after a procedure. */
export const touchedBy = (name: ProcedureName): readonly string[] => procedures[name].touches;

/** What the contract finds wrong with an input, by path. */
export function faultsOf(procedure: ProcedureName, input: unknown): Record<string, Text> {
  const messages = schemaResolver(procedures[procedure].input, { sync: true })(input) as Record<string, string>;
  return Object.fromEntries(Object.entries(messages).map(([path, message]) => [path, textOfIssue({ message })]));
}
