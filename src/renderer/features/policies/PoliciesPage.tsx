import { Center, Loader, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Policy } from "#shared/model/policy.ts";
import { AskBeforeLeaving } from "../../app/AskBeforeLeaving.tsx";
import { useMay } from "../../app/session.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice, type ShownError } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Section } from "../../ui/Section.tsx";
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
      {policy ? (
        mayEdit ? (
          <PolicyForm policy={policy} />
        ) : (
          <Reading policy={policy} />
        )
      ) : (
        !error && (
          <Center py={80}>
            <Loader aria-label="Loading" />
          </Center>
        )
      )}
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

/** The settings that the console refused, whether it names them by their path in the request or not. */
const refusedFields = (error: ShownError | null): Record<string, string> =>
  Object.fromEntries(
    Object.entries(error?.fields ?? {}).map(([field, message]) => [field.replace(/^changes\./u, ""), message]),
  );

function PolicyForm({ policy }: { policy: Policy }) {
  const [edits, setEdits] = useState<Edits>({});
  const [reason, setReason] = useState("");
  const save = useAction("policies.set", () => notifications.show({ message: "Policies saved" }));
  const draft = draftOf(policy, edits);
  const own = faultsOf(draft);
  const faults = { ...refusedFields(save.error), ...own };
  const changes = changesOf(policy, draft);
  const edit = (change: Edits) => {
    save.reset();
    setEdits((before) => ({ ...before, ...change }));
  };
  const discard = () => {
    save.reset();
    setEdits({});
    setReason("");
  };
  const submit = () =>
    save.mutate(
      {
        // Without faults, or the button would be disabled: a complete policy.
        changes: changedPart(policy, draft as Policy),
        ...(reason.trim() === "" ? {} : { reason }),
      },
      {
        onSuccess: () => {
          setEdits({});
          setReason("");
        },
      },
    );
  return (
    <div className={classes.page}>
      <SettingGroups policy={policy} form={{ draft, faults, edit }} />
      <div className={classes.review}>
        <Review
          changes={changes}
          faulty={Object.keys(own).length > 0}
          reason={reason}
          onReason={setReason}
          error={save.error}
          busy={save.isPending}
          onSave={submit}
          onDiscard={discard}
        />
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
