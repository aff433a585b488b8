import type { SeedResult, SeedSums, SeedVerdict } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { numberInWords } from "../../ui/format.ts";

export const verdictInWords: Record<SeedVerdict, string> = {
  create: say(text("systems.create")),
  unchanged: say(text("systems.unchanged")),
  leftOut: say(text("systems.leftOut")),
  refused: say(text("systems.refused")),
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

/** The file's name without its folder, on any system. */
export const nameOfFile = (path: string): string => path.split(/[/\\]/u).at(-1) ?? path;
