import { Button, Group, Stack, Text as Words } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ErrorCode } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import type { Text } from "#shared/texts/text.ts";
import { referenceOf } from "./faults.ts";
import { localTime } from "./format.ts";
import { Notice } from "./Notice.tsx";
import { Reference } from "./Reference.tsx";

/** What the notice needs to know about an error. */
export interface ShownError {
  code: ErrorCode;
  text: Text;
  retryable: boolean;
  fields?: Record<string, Text> | undefined;
  details?: Record<string, unknown> | undefined;
  correlationId: string;
}

interface ErrorNoticeProps {
  error: ShownError | null | undefined;
  /** Offered if the same call can succeed later. */
  onRetry?: (() => void) | undefined;
  /** Fields that the form marks itself; the others are listed here, so that none is lost. */
  marked?: readonly string[];
}

/** A cancelled call was the person's choice, not an error to report. */
export function ErrorNotice({ error, onRetry, marked = [] }: ErrorNoticeProps) {
  if (!error || error.code === "CANCELLED") return null;
  const sentence = say(error.text);
  const others = Object.entries(error.fields ?? {}).filter(
    ([field, what]) => !marked.includes(field) && say(what) !== sentence,
  );
  // For errors about codes and clocks, so that people can compare.
  const clock = error.details?.["now"];
  const again = error.retryable && onRetry !== undefined;
  return (
    <Notice tone="bad" role="alert" icon={<IconAlertTriangle size={18} />} title={sentence}>
      {(others.length > 0 || typeof clock === "number" || again || referenceOf(error) !== null) && (
        <Stack gap={6}>
          {others.map(([field, what]) => (
            <Words size="sm" key={field}>
              {say(what)}
            </Words>
          ))}
          {typeof clock === "number" && <Words size="sm">This computer says {localTime.format(clock)}.</Words>}
          <Group justify="space-between" gap="sm">
            <Reference error={error} />
            {again && (
              <Button size="compact-sm" variant="default" onClick={onRetry}>
                Try again
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </Notice>
  );
}

/** The message about a field in the error of its call. */
export const fieldError = (error: ShownError | null | undefined, field: string): string | undefined =>
  error?.fields?.[field] && say(error.fields[field]);
