import { IconAlertTriangle } from "@tabler/icons-react";
import { Notice } from "../../ui/Notice.tsx";

/** Beside what was saved where others can look. */
export function Exposed() {
  return (
    <Notice tone="wait" role="alert" icon={<IconAlertTriangle size={20} />} title="This folder is not private">
      Other accounts of this computer can look into it. Move what was saved to a private folder.
    </Notice>
  );
}
