import { tablePhase } from "../../app/table-words.ts";
import { ProgressPanel, type ShownProgress } from "../../ui/ProgressPanel.tsx";

interface SeedProgressProps {
  title: string;
  action: { progress: ShownProgress | null; cancel: () => void };
}

export function SeedProgress({ title, action }: SeedProgressProps) {
  return (
    <ProgressPanel
      title={title}
      progress={action.progress}
      phaseLabel={tablePhase}
      unitOf={() => "things"}
      onCancel={action.cancel}
    />
  );
}
