import { Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import type { Token } from "#shared/model/records.ts";
import { roleMay } from "../../app/may.ts";
import { useSession } from "../../app/session.ts";
import { tokenStatusInWords } from "../../app/words.ts";
import { driftInWords, numberInWords } from "../../ui/format.ts";
import { parametersInWords } from "../../ui/ParameterFields.tsx";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { TokenBadge } from "./badges.tsx";
import { TokenDialog } from "./TokenDialog.tsx";
import { RenameToken } from "./RenameToken.tsx";
import { ResyncToken } from "./ResyncToken.tsx";
import { isForm, procedureOf, type TokenAct, tokenActs, type TokenForm } from "./token-acts.ts";
import classes from "./TokenCard.module.css";

interface TokenCardProps {
  token: Token;
  person: OutputOf<"users.get">;
}

/** One authenticator: its state, details, and what can be done with it. */
export function TokenCard({ token, person }: TokenCardProps) {
  return (
    <article className={classes.card} aria-label={`Authenticator ${token.label}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4} miw={0}>
          <Group gap="sm">
            <Text fw={600} className="breakable">
              {token.label}
            </Text>
            <TokenBadge status={token.status} />
            {token.hardwareId && <StateBadge tone="quiet">Hardware token</StateBadge>}
          </Group>
          <Text size="sm" c="dimmed">
            {parametersInWords(token)}
          </Text>
        </Stack>
        <TokenMenu token={token} person={person} />
      </Group>
      <TokenFacts token={token} />
    </article>
  );
}

function TokenFacts({ token }: { token: Token }) {
  return (
    <dl className={classes.facts}>
      {token.serial !== null && (
        <>
          <dt>Serial number</dt>
          <dd className="breakable">{token.serial}</dd>
        </>
      )}
      {token.status === "pending" ? (
        <>
          <dt>Started</dt>
          <dd>
            <TimeText at={token.createdAt} />
          </dd>
          <dt>First code due by</dt>
          <dd>
            <TimeText at={token.expiresAt} never="No limit" />
          </dd>
        </>
      ) : (
        <>
          <dt>Enrolled</dt>
          <dd>
            <TimeText at={token.activatedAt} never={tokenStatusInWords.pending} />
          </dd>
          <dt>Last used</dt>
          <dd>
            <TimeText at={token.lastUsedAt} />
          </dd>
          {token.kind === "totp" && token.lastUsedAt !== null && token.status !== "revoked" && (
            <>
              <dt>Clock</dt>
              <dd>{driftInWords(token.driftSteps, token.period)}</dd>
            </>
          )}
          {token.failures > 0 && (
            <>
              <dt>Wrong codes in a row</dt>
              <dd>{numberInWords(token.failures)}</dd>
            </>
          )}
        </>
      )}
    </dl>
  );
}

function TokenMenu({ token, person }: TokenCardProps) {
  const [act, setAct] = useState<TokenAct | TokenForm | null>(null);
  const { role } = useSession();
  const navigate = useNavigate();
  const acts = tokenActs(token).filter((name) => roleMay(role, procedureOf[name]));
  const replaceable =
    roleMay(role, "tokens.begin") &&
    token.status !== "pending" &&
    token.status !== "revoked" &&
    person.status === "active";
  const close = () => setAct(null);
  if (acts.length === 0 && !replaceable) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={220}>
        <Menu.Target>
          <Button variant="default" size="compact-md" px={8} aria-label={`Actions for ${token.label}`}>
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {replaceable && (
            <Menu.Item onClick={() => void navigate(`/people/${person.id}/enrol?replaces=${token.id}`)}>
              Replace phone
            </Menu.Item>
          )}
          {acts.map((name) => (
            <Menu.Item key={name} onClick={() => setAct(name)}>
              {name === "unlock" && token.status !== "locked" ? "End the wait" : menuLabels[name]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <TokenDialog token={token} act={act !== null && !isForm(act) ? act : null} onClose={close} />
      <RenameToken token={token} opened={act === "rename"} onClose={close} />
      <ResyncToken token={token} opened={act === "resync"} onClose={close} />
    </>
  );
}

const menuLabels: Record<TokenAct | TokenForm, string> = {
  rename: "Rename",
  resync: "Resynchronise",
  unlock: "Unlock",
  disable: "Disable",
  enable: "Enable",
  revoke: "Revoke permanently",
  cancel: "Cancel enrolment",
};
