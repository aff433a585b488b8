import { Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import type { Token } from "#shared/model/records.ts";
import { useMay } from "../../app/session.ts";
import { counted, driftInWords } from "../../ui/format.ts";
import { TimeText } from "../../ui/TimeText.tsx";
import { TokenBadge } from "./badges.tsx";
import { TokenDialog } from "./TokenDialog.tsx";
import { type TokenAct, tokenActs } from "./token-acts.ts";
import classes from "./TokenCard.module.css";

interface TokenCardProps {
  token: Token;
  person: OutputOf<"users.get">;
}

/** One authenticator: its state, its facts, and what can be done with it. */
export function TokenCard({ token, person }: TokenCardProps) {
  const mayManage = useMay("tokens.disable");
  return (
    <article className={classes.card} aria-label={`Authenticator ${token.label}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4} miw={0}>
          <Group gap="sm">
            <Text fw={600} className="breakable">
              {token.label}
            </Text>
            <TokenBadge status={token.status} />
          </Group>
          <Text size="sm" c="dimmed">
            {token.digits} digits, every {token.period} s, {token.algorithm}
          </Text>
        </Stack>
        {mayManage && token.status !== "revoked" && <TokenMenu token={token} person={person} />}
      </Group>
      <TokenFacts token={token} />
    </article>
  );
}

function TokenFacts({ token }: { token: Token }) {
  return (
    <dl className={classes.facts}>
      {token.status === "pending" ? (
        <>
          <dt>Begun</dt>
          <dd>
            <TimeText at={token.createdAt} />
          </dd>
          <dt>Must be finished by</dt>
          <dd>
            <TimeText at={token.expiresAt} never="No limit" />
          </dd>
        </>
      ) : (
        <>
          <dt>Enrolled</dt>
          <dd>
            <TimeText at={token.activatedAt} never="Not finished" />
          </dd>
          <dt>Last used</dt>
          <dd>
            <TimeText at={token.lastUsedAt} />
          </dd>
          {token.lastUsedAt !== null && token.status !== "revoked" && (
            <>
              <dt>Clock</dt>
              <dd>{driftInWords(token.driftSteps, token.period)}</dd>
            </>
          )}
          {token.failures > 0 && (
            <>
              <dt>Wrong in a row</dt>
              <dd>{counted(token.failures, "code", "codes")}</dd>
            </>
          )}
        </>
      )}
    </dl>
  );
}

function TokenMenu({ token, person }: TokenCardProps) {
  const [act, setAct] = useState<TokenAct | null>(null);
  const navigate = useNavigate();
  const replaceable = token.status !== "pending" && person.status === "active";
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
              Enrol again
            </Menu.Item>
          )}
          {tokenActs(token.status).map((name) => (
            <Menu.Item key={name} onClick={() => setAct(name)}>
              {menuLabels[name]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <TokenDialog token={token} act={act} onClose={() => setAct(null)} />
    </>
  );
}

const menuLabels: Record<TokenAct, string> = {
  disable: "Disable",
  enable: "Enable",
  revoke: "Revoke for good",
  cancel: "Throw away",
};
