import { ProgressPanel, type ShownProgress } from "../../ui/ProgressPanel.tsx";
import { phaseLabel, unitOf } from "./phases.ts";

interface BackupProgressProps {
  title: string;
  action: { progress: ShownProgress | null; cancel: () => void };
}

export function BackupProgress({ title, action }: BackupProgressProps) {
  return (
    <ProgressPanel
      title={title}
      progress={action.progress}
      phaseLabel={phaseLabel}
      unitOf={unitOf}
      onCancel={action.cancel}
    />
  );
}
