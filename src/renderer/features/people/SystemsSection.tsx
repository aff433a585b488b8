import { Anchor, Text } from "@mantine/core";
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
import { CheckSignIn } from "./CheckSignIn.tsx";
import classes from "./PersonPage.module.css";

const tones: Record<Handed["state"], Tone> = { same: "good", differs: "wait", remove: "bad" };

const stateInWords = (state: Handed["state"]): string => say(text(`systems.handed_${state}`));

/** Where else this person's codes are accepted, as far as the console knows. Nothing is shown of somebody who is nowhere. */
export function SystemsSection({ userId }: { userId: UserId }) {
  const mayCheck = useMay("targets.check");
  const { data, error, refetch } = useProcedure("targets.ofPerson", { userId });
  if (!error && (data === undefined || data.handed.length === 0)) return null;
  return (
    <Section title={say(text("systems.title"))} description={say(text("systems.personWhat"))}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <ul className={classes.systems} aria-label={say(text("systems.title"))}>
        {data?.handed.map((handed) => (
          <li key={`${handed.target.id} ${handed.tokenId}`} className="breakable">
            <SystemName target={handed.target} />{" "}
            <StateBadge tone={tones[handed.state]}>{stateInWords(handed.state)}</StateBadge>
            <Text size="sm" c="dimmed">
              {handed.label || handed.serial} · <TimeText at={handed.since} />
            </Text>
            {handed.proof && <Proof proof={handed.proof} />}
            {mayCheck && handed.state === "same" && <CheckSignIn handed={handed} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The last sign-in there that somebody told of. */
function Proof({ proof: { result, note, by, at } }: { proof: NonNullable<Handed["proof"]> }) {
  return (
    <Text size="sm">
      {say(text(`systems.proof_${result}`))} · <TimeText at={at} /> · {by}
      {note !== "" && ` · ${note}`}
    </Text>
  );
}

function SystemName({ target: { id, name } }: { target: Handed["target"] }) {
  const mayOpen = useMay("targets.show");
  return mayOpen ? (
    <Anchor component={Link} to={`/systems/${id}`} inherit underline="always">
      {name}
    </Anchor>
  ) : (
    name
  );
}
