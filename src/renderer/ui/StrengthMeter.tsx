import { Progress, Stack, Text } from "@mantine/core";
import { say } from "#shared/texts/say.ts";
import type { Text as Hint } from "#shared/texts/text.ts";

export interface Strength {
  /** 0 (guessed at once) to 4 (very strong), as zxcvbn counts. */
  score: number;
  warning: Hint | null;
  suggestions: readonly Hint[];
  acceptable: boolean;
}

const words = ["Very weak", "Weak", "Fair", "Good", "Very good"] as const;
const colors = ["red.7", "red.7", "yellow.7", "teal.7", "teal.7"] as const;

export function StrengthMeter({ strength }: { strength: Strength }) {
  const word = words[strength.score] ?? words[0];
  const hints = [...(strength.warning ? [strength.warning] : []), ...strength.suggestions].map(say);
  return (
    <Stack gap={4} aria-live="polite">
      <Progress.Root size="sm">
        <Progress.Section
          value={(strength.score + 1) * 20}
          color={colors[strength.score] ?? colors[0]}
          aria-label={`Strength: ${word}`}
        />
      </Progress.Root>
      <Text size="xs" c="dimmed">
        {word}
        {strength.acceptable ? "" : ": choose a stronger one"}
        {hints.length > 0 && ` — ${hints.join(" ")}`}
      </Text>
    </Stack>
  );
}
