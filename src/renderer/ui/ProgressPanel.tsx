import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { bytesInWords, numberInWords, secondsInWords } from "./format.ts";

export interface ShownProgress {
  phase: string;
  done: number;
  total: number | null;
  /** Units per second, once known. */
  pace: number | null;
}

interface ProgressPanelProps {
  title: string;
  progress: ShownProgress | null;
  /** The phase in words; the title, if the work has only one. */
  phaseLabel?: (phase: string) => string;
  /** Whether the phase counts bytes or things; things, if it is left out. */
  unitOf?: (phase: string) => "bytes" | "things";
  onCancel: () => void;
  cancelLabel?: string;
}

function inWords(progress: ShownProgress, unit: "bytes" | "things"): string {
  const { pace } = progress;
  const amount = (value: number) => (unit === "bytes" ? bytesInWords(value) : numberInWords(Math.round(value)));
  const parts = [
    progress.total === null ? amount(progress.done) : `${amount(progress.done)} of ${amount(progress.total)}`,
  ];
  if (pace !== null && pace > 0) {
    parts.push(`${amount(pace)}${unit === "bytes" ? "/s" : " per second"}`);
    if (progress.total !== null && progress.total > progress.done) {
      parts.push(`${secondsInWords((progress.total - progress.done) / pace)} left`);
    }
  }
  return parts.join(" · ");
}

export function ProgressPanel(props: ProgressPanelProps) {
  const {
    title,
    progress,
    phaseLabel = () => title,
    unitOf = () => "things",
    onCancel,
    cancelLabel = "Cancel",
  } = props;
  const known = progress !== null && progress.total !== null && progress.total > 0;
  const percent = known ? Math.min(100, (progress.done / (progress.total ?? 1)) * 100) : 100;
  return (
    <Stack gap="xs" role="group" aria-label={title}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{progress ? phaseLabel(progress.phase) : title}</Text>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {cancelLabel}
        </Button>
      </Group>
      <Progress.Root size="lg">
        <Progress.Section
          value={percent}
          animated={!known}
          striped={!known}
          aria-label={title}
          {...(known ? {} : { "aria-valuetext": "Working" })}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="numbers">
        {progress ? inWords(progress, unitOf(progress.phase)) : "Starting"}
      </Text>
    </Stack>
  );
}
