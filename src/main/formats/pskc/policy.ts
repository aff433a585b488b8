import { text, type Text } from "#shared/texts/text.ts";
import { type Element, textAt } from "../xml.ts";

/** What the console has no place for, and why a key cannot be kept at all. */
export interface Rules {
  readonly notKept: readonly Text[];
  readonly fault: Text | null;
}

/** As a text names what a file says: not longer than a line. */
export const short = (written: string): string => written.slice(0, 60);

/** Dates in `DeviceInfo` and in `Policy`. */
export function datesIn(element: Element | undefined): Text[] {
  const from = textAt(element, "StartDate");
  const until = textAt(element, "ExpiryDate");
  return [
    ...(from === undefined ? [] : [text("formats.validFrom", { date: short(from) })]),
    ...(until === undefined ? [] : [text("formats.validUntil", { date: short(until) })]),
  ];
}

function pinRules(policy: Element): Rules {
  const mode = policy.attributes.get("PINUsageMode") ?? "";
  // The PIN goes into the calculation of the code (RFC 6030 section 5).
  if (mode.toLowerCase() === "algorithmic") return { notKept: [], fault: text("formats.pskcPinInCode") };
  return { notKept: [text("formats.pskcPin")], fault: null };
}

function usageRules(usages: readonly string[]): Rules {
  const others = usages.filter((usage) => usage.toUpperCase() !== "OTP").map(short);
  if (others.length === usages.length)
    return { notKept: [], fault: text("formats.pskcNotForCodes", { usages: others }) };
  return { notKept: others.length === 0 ? [] : [text("formats.pskcAlsoFor", { usages: others })], fault: null };
}

/**
 * The policy of a key (RFC 6030 section 5). Whoever does not understand a part of it must take it that the key may not be
 * used, so such a key is refused.
 */
export function rulesIn(policy: Element | undefined): Rules {
  const notKept: Text[] = datesIn(policy);
  const faults: Text[] = [];
  const take = (rules: Rules): void => {
    notKept.push(...rules.notKept);
    if (rules.fault) faults.push(rules.fault);
  };
  const usages = (policy?.children ?? []).filter(({ name }) => name === "KeyUsage").map((usage) => usage.text);
  if (usages.length > 0) take(usageRules(usages));
  for (const child of policy?.children ?? []) {
    if (child.name === "PINPolicy") take(pinRules(child));
    else if (child.name === "NumberOfTransactions") {
      take({ notKept: [text("formats.pskcTransactions", { count: short(child.text) })], fault: null });
    } else if (!["StartDate", "ExpiryDate", "KeyUsage"].includes(child.name)) {
      take({ notKept: [], fault: text("formats.pskcPolicyUnknown", { name: short(child.name) }) });
    }
  }
  return { notKept, fault: faults[0] ?? null };
}
