import { IconAlertTriangle } from "@tabler/icons-react";
import { Notice } from "../../ui/Notice.tsx";

/** A warning that others can read the folder of a saved file. */
export function Exposed() {
  return (
    <Notice tone="wait" role="alert" icon={<IconAlertTriangle size={20} />} title="This folder is not private">
      Other accounts on this computer can read it. Move the saved file to a private folder.
    </Notice>
  );
}
