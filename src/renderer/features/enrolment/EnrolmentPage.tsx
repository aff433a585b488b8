import { Stack } from "@mantine/core";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { TokenId, UserId } from "#shared/model/ids.ts";
import { InPersonSwitch } from "../../app/in-person/InPersonSwitch.tsx";
import { NotThere } from "../../app/NotThere.tsx";
import { BackupCodesPanel } from "../../app/secrets/BackupCodesPanel.tsx";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Section } from "../../ui/Section.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { BeginStep } from "./BeginStep.tsx";
import { DoneStep } from "./DoneStep.tsx";
import { LeaveGuard } from "./LeaveGuard.tsx";
import { ScanStep } from "./ScanStep.tsx";
import classes from "./EnrolmentPage.module.css";

type Person = OutputOf<"users.get">;
type Pending = OutputOf<"tokens.begin">;
type Confirmed = OutputOf<"tokens.confirm">;

type Step =
  | { at: "begin" }
  | { at: "scan"; pending: Pending }
  | { at: "codes"; confirmed: Confirmed }
  | { at: "done"; confirmed: Confirmed };

/** Gives a person an authenticator and checks that it works. */
export function EnrolmentPage() {
  const id = UserId.safeParse(useParams()["id"]);
  return id.success ? <EnrolmentOf id={id.data} /> : <NotThere />;
}

function EnrolmentOf({ id }: { id: UserId }) {
  const { data: person, error, refetch } = useProcedure("users.get", { user: { id } });
  if (person) return <Enrolment person={person} />;
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return <Loading />;
}

function Enrolment({ person }: { person: Person }) {
  const [step, setStep] = useState<Step>({ at: "begin" });
  const [params] = useSearchParams();
  const replaces = TokenId.safeParse(params.get("replaces"));
  const replaced = replaces.success ? person.tokens.find((token) => token.id === replaces.data) : undefined;
  const name = person.name || person.username;
  return (
    <Stack gap="lg" className={classes.page}>
      <PageHeader
        title={`Enrol ${name}`}
        description={
          replaced
            ? `Replaces ${replaced.label}, which continues to work until the new one is confirmed.`
            : person.username
        }
      />
      <InPersonSwitch person={person}>
        <EnrolmentStep person={person} step={step} setStep={setStep} replaced={replaced} />
      </InPersonSwitch>
      <LeaveGuard
        tokenId={step.at === "scan" ? step.pending.tokenId : null}
        codesShown={step.at === "codes"}
        name={name}
      />
    </Stack>
  );
}

interface EnrolmentStepProps {
  person: Person;
  step: Step;
  setStep: (step: Step) => void;
  replaced: Person["tokens"][number] | undefined;
}

function EnrolmentStep({ person, step, setStep, replaced }: EnrolmentStepProps) {
  const navigate = useNavigate();
  const name = person.name || person.username;
  const leave = () => void navigate(`/people/${person.id}`);
  switch (step.at) {
    case "begin":
      return (
        <BeginStep
          person={person}
          replaced={replaced}
          onBegun={(pending) => setStep({ at: "scan", pending })}
          onCancel={leave}
        />
      );
    case "scan":
      return (
        <ScanStep
          name={name}
          pending={step.pending}
          onConfirmed={(confirmed) => setStep({ at: confirmed.backupCodes.length > 0 ? "codes" : "done", confirmed })}
          onAgain={() => setStep({ at: "begin" })}
          onCancel={leave}
        />
      );
    case "codes":
      return (
        <Section title="Backup codes" description={`${name}'s authenticator works.`}>
          <BackupCodesPanel
            codes={step.confirmed}
            subject={person.username}
            acknowledgement={`${name} has these codes`}
            doneLabel="Next"
            onDone={() => setStep({ at: "done", confirmed: step.confirmed })}
          />
        </Section>
      );
    case "done":
      return <DoneStep person={person} confirmed={step.confirmed} />;
  }
}
