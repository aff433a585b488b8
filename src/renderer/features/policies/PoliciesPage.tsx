import { Stack } from "@mantine/core";
import type { Policy } from "#shared/model/policy.ts";
import { say } from "#shared/texts/say.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { useMay } from "../../app/may.ts";
import { useContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Section } from "../../ui/Section.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { changedPart, changesOf, draftOf, type Edits, faultsOf } from "./changes.ts";
import classes from "./PoliciesPage.module.css";
import { Review } from "./Review.tsx";
import { SettingRow } from "./SettingRow.tsx";
import { settingGroups } from "./settings.ts";

/** The rules for authenticators, codes and letters. Everyone can read them, owners can change them. */
export function PoliciesPage() {
  const { data: policy, error, refetch } = useProcedure("policies.get", {});
  const mayEdit = useMay("policies.set");
  return (
    <Stack gap="lg">
      <PageHeader
        title="Policies"
        description={
          mayEdit
            ? "Rules for authenticators, codes and letters, within the limits that the standards set."
            : "Rules for authenticators, codes and letters. Only owners can change them."
        }
      />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {policy ? mayEdit ? <PolicyForm policy={policy} /> : <Reading policy={policy} /> : !error && <Loading />}
    </Stack>
  );
}

/** Nothing inside can be focused, so the region itself can: scrolling must work without a mouse. */
function Reading({ policy }: { policy: Policy }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.page} data-reading="true" role="region" aria-label="Policies" tabIndex={0}>
      <SettingGroups policy={policy} />
    </div>
  );
}

const nothing: { edits: Edits; reason: string } = { edits: {}, reason: "" };

function PolicyForm({ policy }: { policy: Policy }) {
  const faultsIn = (edits: Edits) => faultsOf(draftOf(policy, edits));
  const form = useContractForm({
    procedure: "policies.set",
    initial: nothing,
    input: ({ edits, reason }) => ({
      // Without faults, or it would not be ready: a complete policy.
      changes: changedPart(policy, draftOf(policy, edits) as Policy),
      ...(reason.trim() === "" ? {} : { reason }),
    }),
    ready: ({ edits }) => Object.keys(faultsIn(edits)).length === 0,
    fieldOf: (path) => path.replace(/^changes\./u, ""),
    confirmation: "Policies saved",
    onDone: () => form.reset(),
  });
  const { edits } = form.values;
  const draft = draftOf(policy, edits);
  const found = Object.entries({ ...form.error?.fields, ...faultsIn(edits) });
  const faults = Object.fromEntries(found.map(([key, what]) => [key, say(what)]));
  const changes = changesOf(policy, draft);
  const edit = (change: Edits) => {
    form.dismiss();
    form.set({ edits: { ...edits, ...change } });
  };
  return (
    <div className={classes.page}>
      <SettingGroups policy={policy} form={{ draft, faults, edit }} />
      <div className={classes.review}>
        <Review changes={changes} form={form} reason={form.field("reason")} onDiscard={form.reset} />
      </div>
      <AskBeforeLeaving
        when={changes.length > 0}
        title="Leave without saving?"
        consequences={["Your changes here are lost."]}
        confirmLabel="Leave"
      />
    </div>
  );
}

interface SettingGroupsProps {
  policy: Policy;
  form?: React.ComponentProps<typeof SettingRow>["form"];
}

function SettingGroups({ policy, form }: SettingGroupsProps) {
  return (
    <Stack gap="lg">
      {settingGroups.map(({ title, settings }) => (
        <Section key={title} title={title}>
          <div>
            {settings.map((setting) => (
              <SettingRow key={setting.key} setting={setting} policy={policy} form={form} />
            ))}
          </div>
        </Section>
      ))}
    </Stack>
  );
}
