import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconUserCheck, IconUserSearch } from "@tabler/icons-react";
import type { SeedReport } from "#shared/contract/seeds.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { Section } from "../../ui/Section.tsx";
import { isOpen, likelyOf, nothingDecided, withLikely } from "./by-hand.ts";
import type { Seeds } from "./use-seeds.ts";

interface OwnersSectionProps {
  seeds: Seeds;
  report: SeedReport;
  /** Asks whose the entry is, and then the next one. */
  onAsk: (at: number) => void;
}

/** What is nobody's: given to people one by one, to those who are likely, or dealt with as a whole. */
export function OwnersSection({ seeds, report, onAsk }: OwnersSectionProps) {
  const { byHand, choices, choose, decide } = seeds;
  if (report.ownerless === 0 && byHand.size === 0) return null;
  const ownerless = report.entries.filter((entry) => entry.ownerless);
  const open = ownerless.filter((entry) => isOpen(entry, byHand));
  const likely = likelyOf(report.entries, byHand);
  const [first] = open;
  return (
    <Section
      title={say(text("systems.owners"))}
      description={say(text("systems.ownersWhat", { count: report.ownerless }))}
    >
      <Group gap="sm">
        {first && (
          <Button variant="default" leftSection={<IconUserSearch size={16} />} onClick={() => onAsk(first.at)}>
            {say(text("systems.oneByOne", { count: open.length }))}
          </Button>
        )}
        {likely.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconUserCheck size={16} />}
            onClick={() => decide(withLikely(byHand, report.entries))}
          >
            {say(text("systems.takeLikely", { count: likely.length }))}
          </Button>
        )}
        {byHand.size > 0 && (
          <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={() => decide(nothingDecided)}>
            {say(text("systems.forgetByHand", { count: byHand.size }))}
          </Button>
        )}
      </Group>
      {likely.length > 0 && (
        <Text size="sm" c="dimmed">
          {say(text("systems.likelyWhat"))}
        </Text>
      )}
      {report.ownerless > ownerless.length && (
        <Text size="sm" c="dimmed">
          {say(text("systems.ownersListed", { count: ownerless.length }))}
        </Text>
      )}
      <Radio.Group
        label={say(text("systems.unmatched"))}
        value={choices.unmatched}
        onChange={(value) => choose({ unmatched: value === "create" ? "create" : "leave" })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="leave" label={say(text("systems.unmatchedLeave"))} />
          <Radio value="create" label={say(text("systems.unmatchedCreate"))} />
        </Stack>
      </Radio.Group>
    </Section>
  );
}
