import { Anchor, Table } from "@mantine/core";
import { Link } from "react-router";
import type { Handed } from "#shared/contract/targets.ts";
import type { UserId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { StateBadge, type Tone } from "../../ui/StateBadge.tsx";
import { TimeText } from "../../ui/TimeText.tsx";

const tones: Record<Handed["state"], Tone> = { same: "good", differs: "wait", remove: "bad" };

const stateInWords = (state: Handed["state"]): string => say(text(`systems.handed_${state}`));

/** Where else this person's codes are accepted, as far as the console knows. Nothing is shown of somebody who is nowhere. */
export function SystemsSection({ userId }: { userId: UserId }) {
  const { data, error, refetch } = useProcedure("targets.ofPerson", { userId });
  const mayOpen = useMay("targets.show");
  if (!error && (data === undefined || data.handed.length === 0)) return null;
  return (
    <Section title={say(text("systems.title"))} description={say(text("systems.personWhat"))}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <Table verticalSpacing={8} aria-label={say(text("systems.title"))}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say(text("systems.name"))}</Table.Th>
            <Table.Th>{say(text("systems.authenticator"))}</Table.Th>
            <Table.Th>{say(text("systems.since"))}</Table.Th>
            <Table.Th>{say(text("systems.state"))}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data?.handed.map(({ target, tokenId, label, serial, since, state }) => (
            <Table.Tr key={`${target.id} ${tokenId}`}>
              <Table.Td className="breakable">
                {mayOpen ? (
                  <Anchor component={Link} to={`/systems/${target.id}`} inherit>
                    {target.name}
                  </Anchor>
                ) : (
                  target.name
                )}
              </Table.Td>
              <Table.Td className="breakable">{label || serial}</Table.Td>
              <Table.Td>
                <TimeText at={since} />
              </Table.Td>
              <Table.Td>
                <StateBadge tone={tones[state]}>{stateInWords(state)}</StateBadge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
