import { Anchor } from "@mantine/core";
import type { SeedResult } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { nameOf } from "../../app/person-picker/person.ts";
import type { ByHand } from "./by-hand.ts";
import { ownerInWords } from "./words.ts";

interface OwnerCellProps {
  entry: SeedResult;
  made: ByHand | undefined;
  /** Asks whose the entry is. */
  onAsk: () => void;
}

function wordsFor({ entry, made }: Pick<OwnerCellProps, "entry" | "made">): string {
  if (made === "leftOut") return say(text("systems.leftOutByYou"));
  if (made) return made.owner.username;
  const [first, ...others] = entry.likely;
  if (first) {
    const name = nameOf(first);
    if (entry.owner) return say(text("systems.newOrLikely", { username: entry.owner.username, name }));
    return say(
      others.length === 0 ? text("systems.likely", { name }) : text("systems.likelyOf", { name, count: others.length }),
    );
  }
  return ownerInWords(entry) || say(text("systems.chooseOwner"));
}

/** Whose an entry is, and the way to somebody else. */
export function OwnerCell({ entry, made, onAsk }: OwnerCellProps) {
  const words = wordsFor({ entry, made });
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      ta="left"
      className="breakable"
      aria-label={say(text("systems.ownerIs", { at: entry.at, owner: words }))}
      onClick={onAsk}
    >
      {words}
    </Anchor>
  );
}
