import { Anchor, Button, Skeleton, Text } from "@mantine/core";
import { IconPlus, IconServer } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { Target } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { AddTarget } from "./AddTarget.tsx";
import { handedInWords } from "./handed.ts";
import classes from "./TargetsSection.module.css";
import { useWrittenFormats } from "./written-formats.ts";

/** The systems that are remembered, with what they were handed. */
export function TargetsSection() {
  const { data, error, refetch, isPending } = useProcedure("targets.list", {});
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay("targets.add");
  const add = mayAdd && (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
      {say(text("systems.add"))}
    </Button>
  );
  const isEmpty = data?.targets.length === 0;
  return (
    <Section
      title={say(text("systems.named"))}
      description={say(text("systems.namedWhat"))}
      actions={data && !isEmpty && add}
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending && <Skeleton height={60} />}
      {isEmpty && (
        <EmptyState icon={<IconServer size={26} />} title={say(text("systems.noneNamed"))} order={3} action={add}>
          {say(text("systems.noneNamedWhat"))}
        </EmptyState>
      )}
      {data && !isEmpty && <TargetList targets={data.targets} />}
      <AddTarget opened={adding} onClose={() => setAdding(false)} />
    </Section>
  );
}

function TargetList({ targets }: { targets: readonly Target[] }) {
  const { written } = useWrittenFormats();
  return (
    <ul className={classes.rows} aria-label={say(text("systems.named"))}>
      {targets.map((target) => (
        <li key={target.id} className="breakable">
          <Anchor component={Link} to={`/systems/${target.id}`} fw={600}>
            {target.name}
          </Anchor>
          <Text size="sm">
            {written.find(({ id }) => id === target.format)?.title ?? target.format}
            {" · "}
            {target.group?.name ?? say(text("systems.groupAny"))}
          </Text>
          <Text size="sm" c="dimmed">
            {handedInWords(target)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
