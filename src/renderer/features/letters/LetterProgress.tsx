import { ProgressPanel, type ShownProgress } from "../../ui/ProgressPanel.tsx";

const phases: Readonly<Record<string, string>> = {
  prepare: "Checking the people",
  pages: "Making the pages",
  write: "Saving the enrolments",
};

interface LetterProgressProps {
  title: string;
  action: { progress: ShownProgress | null; cancel: () => void };
}

/** Pages done, pages per second, time left. */
export function LetterProgress({ title, action }: LetterProgressProps) {
  return (
    <ProgressPanel
      title={title}
      progress={action.progress}
      phaseLabel={(phase) => phases[phase] ?? title}
      onCancel={action.cancel}
    />
  );
}
