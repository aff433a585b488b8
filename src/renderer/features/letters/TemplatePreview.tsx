import { Center, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { PagePreview } from "#shared/contract/letters.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageDrawing } from "./PageDrawing.tsx";
import type { TemplateDraft } from "./template-draft.ts";
import { Waiting } from "../../ui/Loading.tsx";

/** Milliseconds without a change before the page is redrawn. */
const drawDelay = 300;

/** A preview of the letter for an invented person, updated shortly after each change. */
export function TemplatePreview({ draft }: { draft: TemplateDraft }) {
  const [settled] = useDebouncedValue(draft, drawDelay);
  const [shown, setShown] = useState<{ page: PagePreview; logo: string | null } | null>(null);
  const { mutate, error } = useAction("letters.previewTemplate");
  useEffect(() => {
    // The page does not show the template's name, which may still be missing.
    const name = settled.name.trim() || "New template";
    mutate({ ...settled, name }, { onSuccess: (page) => setShown({ page, logo: settled.logo }) });
  }, [settled, mutate]);
  return (
    <Stack gap="xs">
      <ErrorNotice error={error} marked={["name", "title", "introduction", "closing"]} />
      {shown ? (
        <PageDrawing {...shown} label="The letter as it would be printed" />
      ) : (
        !error && (
          <Center py={80}>
            <Waiting label="Drawing the letter" />
          </Center>
        )
      )}
      <Text size="sm" c="dimmed">
        This person is invented. The QR code contains no secret.
      </Text>
    </Stack>
  );
}
