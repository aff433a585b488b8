import { Stack } from "@mantine/core";
import { useParams } from "react-router";
import { UserId } from "#shared/model/ids.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import { NotThere } from "../../app/NotThere.tsx";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { BackToPeople } from "./BackToPeople.tsx";
import { BackupCodesSection } from "./BackupCodesSection.tsx";
import { CheckSection } from "./CheckSection.tsx";
import { HistorySection } from "./HistorySection.tsx";
import { NotesSection } from "./NotesSection.tsx";
import { PersonHeader } from "./PersonHeader.tsx";
import { SystemsSection } from "./SystemsSection.tsx";
import { TokensSection } from "./TokensSection.tsx";
import classes from "./PersonPage.module.css";

/** One person: authenticators, backup codes, a check, and recent events. */
export function PersonPage() {
  const id = UserId.safeParse(useParams()["id"]);
  return id.success ? <PersonById id={id.data} /> : <NotThere />;
}

function PersonById({ id }: { id: UserId }) {
  const { data: person, error, refetch } = useProcedure("users.get", { user: { id } });
  return (
    <Stack gap="lg">
      <BackToPeople />
      {person ? (
        <Person person={person} />
      ) : error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Stack>
  );
}

function Person({ person }: { person: OutputOf<"users.get"> }) {
  const mayCheck = useMay("verification.check");
  const mayReadAudit = useMay("audit.list");
  return (
    <>
      <PersonHeader person={person} />
      <div className={classes.columns}>
        <Stack gap="lg" miw={0}>
          <TokensSection person={person} />
          <SystemsSection userId={person.id} />
          {mayReadAudit && <HistorySection userId={person.id} />}
        </Stack>
        <Stack gap="lg" miw={0}>
          {mayCheck && <CheckSection person={person} />}
          <BackupCodesSection person={person} />
          {person.notes !== "" && <NotesSection notes={person.notes} />}
        </Stack>
      </div>
    </>
  );
}
