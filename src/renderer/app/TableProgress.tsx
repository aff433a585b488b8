import { tablePhase, tableUnit } from "./table-words.ts";
import { ProgressPanel, type ShownProgress } from "../ui/ProgressPanel.tsx";

interface TableProgressProps {
  title: string;
  action: { progress: ShownProgress | null; cancel: () => void };
}

export function TableProgress({ title, action }: TableProgressProps) {
  return (
    <ProgressPanel
      title={title}
      progress={action.progress}
      phaseLabel={tablePhase}
      unitOf={tableUnit}
      onCancel={action.cancel}
    />
  );
}
