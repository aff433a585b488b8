import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconFileImport } from "@tabler/icons-react";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { type Action, useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { nameOfFile } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import type { Seeds } from "./use-seeds.ts";

type Failure = Action<"seeds.dryRun">["error"];

const asksForPassword = (error: Failure): boolean =>
  error?.code === "FORMAT_PASSPHRASE_REQUIRED" || error?.code === "FORMAT_PASSPHRASE_WRONG";

/** A derivation that a person may agree to. */
const asksForConsent = (error: Failure): boolean =>
  error?.code === "COST_REFUSED" && error.details?.["canAccept"] === true;

/** Which file, and what opens it. */
export function SeedFile({ seeds }: { seeds: Seeds }) {
  const { file, moreFiles, dryRun } = seeds;
  const choose = useAction("files.chooseSeveral");
  const pick = () =>
    choose.mutate(
      { purpose: "seeds" },
      { onSuccess: ({ files: [first, ...more] }) => first !== undefined && seeds.open(first, more) },
    );
  const { error } = dryRun;
  return (
    <Section title={say(text("systems.chooseTitle"))} description={say(text("systems.chooseWhat"))}>
      <ErrorNotice error={choose.error} onRetry={pick} />
      {error && !asksForPassword(error) && !asksForConsent(error) && (
        <ErrorNotice error={error} onRetry={seeds.check} />
      )}
      <Group gap="sm">
        <Button
          leftSection={<IconFileImport size={18} />}
          variant={file === null ? "filled" : "default"}
          loading={choose.isPending}
          data-autofocus
          onClick={pick}
        >
          {say(text(file === null ? "systems.choose" : "systems.chooseAnother"))}
        </Button>
        {file !== null && (
          <Text size="sm" className="breakable">
            {[file, ...moreFiles].map(nameOfFile).join(", ")}
          </Text>
        )}
      </Group>
      {asksForPassword(error) && <Password seeds={seeds} error={error} />}
      {asksForConsent(error) && error && (
        <Notice tone="wait" role="alert" icon={<IconAlertTriangle size={18} />} title={say(text("systems.costTitle"))}>
          <Text size="sm">{say(error.text)}</Text>
          <Button size="compact-sm" variant="default" mt={6} onClick={seeds.agree}>
            {say(text("systems.costAgree"))}
          </Button>
        </Notice>
      )}
    </Section>
  );
}

function Password({ seeds, error }: { seeds: Seeds; error: Failure }) {
  const { passphrase, setPassphrase } = seeds;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        seeds.check();
      }}
    >
      <Stack gap="sm" maw={420}>
        <PasswordInput
          label={say(text("systems.password"))}
          description={`${error ? say(error.text) : ""} ${say(text("systems.passwordHelp"))}`}
          error={error?.code === "FORMAT_PASSPHRASE_WRONG" ? say(error.text) : undefined}
          value={passphrase}
          onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <Group>
          <Button type="submit" disabled={passphrase === ""}>
            {say(text("systems.open"))}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
