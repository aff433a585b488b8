import type { SeedField, SeedResult, SeedSums, SeedVerdict } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { numberInWords } from "../../ui/format.ts";

export const verdictInWords: Record<SeedVerdict, string> = {
  create: say(text("systems.create")),
  unchanged: say(text("systems.unchanged")),
  leftOut: say(text("systems.leftOut")),
  refused: say(text("systems.refused")),
};

export const fieldInWords: Record<SeedField, string> = {
  serial: say(text("systems.fieldSerial")),
  secret: say(text("systems.fieldSecret")),
  type: say(text("systems.fieldType")),
  algorithm: say(text("systems.fieldAlgorithm")),
  digits: say(text("systems.tableDigits")),
  period: say(text("systems.tablePeriod")),
  counter: say(text("systems.tableCounter")),
  model: say(text("systems.fieldModel")),
  issuer: say(text("systems.issuer")),
  account: say(text("systems.account")),
  username: say(text("systems.fieldUsername")),
  name: say(text("systems.fieldName")),
  email: say(text("systems.fieldEmail")),
  externalId: say(text("systems.fieldExternalId")),
};

/** What asks for a look comes first. */
export const verdicts: readonly SeedVerdict[] = ["create", "unchanged", "leftOut", "refused"];

export const ownerInWords = ({ owner, into }: SeedResult): string => {
  if (into === "inventory") return say(text("systems.inventory"));
  if (owner === null) return "";
  return owner.id === null ? say(text("systems.newPerson", { username: owner.username })) : owner.username;
};

/** Why it is so, what to know of it, and what is not kept. */
export const whyInWords = ({ reason, remarks, notKept }: SeedResult): string =>
  [
    ...(reason === null ? [] : [reason]),
    ...remarks,
    ...(notKept.length === 0 ? [] : [text("systems.notKept", { what: notKept })]),
  ]
    .map((one) => say(one))
    .join(" ");

/** `12 new, 1 refused`: zeros are omitted. */
export const sumsInWords = (sums: SeedSums): string =>
  verdicts
    .filter((verdict) => sums[verdict] > 0)
    .map((verdict) => `${numberInWords(sums[verdict])} ${verdictInWords[verdict].toLowerCase()}`)
    .join(", ");
