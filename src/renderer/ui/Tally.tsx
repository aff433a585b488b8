import { UnstyledButton } from "@mantine/core";
import { numberInWords } from "./format.ts";
import classes from "./Tally.module.css";

interface TallyProps<Kind extends string> {
  label: string;
  kinds: readonly Kind[];
  word: (kind: Kind) => string;
  counts: Readonly<Record<Kind, number>>;
  shown: Kind;
  onShow: (kind: Kind) => void;
}

/** Totals side by side, each a filter of what is listed below. */
export function Tally<Kind extends string>({ label, kinds, word, counts, shown, onShow }: TallyProps<Kind>) {
  return (
    <div role="group" aria-label={label} className={classes.tiles}>
      {kinds.map((kind) => (
        <UnstyledButton key={kind} className={classes.tile} aria-pressed={shown === kind} onClick={() => onShow(kind)}>
          <span className={classes.count}>{numberInWords(counts[kind])}</span>{" "}
          <span className={classes.word}>{word(kind)}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}
