import type { Verdict } from "#shared/model/records.ts";

/** @param counted false if the code was only tested */
export function verdictInWords({ result }: Pick<Verdict, "result">, counted: boolean): string {
  if (counted) return result === "accepted" ? "Accepted" : "Refused";
  return result === "accepted" ? "Would be accepted" : "Would be refused";
}
