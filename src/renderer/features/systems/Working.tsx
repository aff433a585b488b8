import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import type { Action } from "../../ipc/hooks.ts";

interface WorkingProps {
  title: string;
  action: Pick<Action<"targets.export">, "progress" | "cancel">;
}

/** Keys are being looked at or written. */
export function Working({ title, action }: WorkingProps) {
  return (
    <ProgressPanel
      title={title}
      progress={action.progress}
      phaseLabel={() => title}
      unitOf={() => "things"}
      onCancel={action.cancel}
    />
  );
}
