import { Anchor } from "@mantine/core";
import type { SystemStatus } from "#shared/contract/system.ts";
import { call } from "../../ipc/client.ts";
import { useStatus } from "../session.ts";

type Demo = NonNullable<SystemStatus["demo"]>;

interface DemoFillProps {
  /** Which part of the demo goes into the field. */
  pick: (demo: Demo) => string;
  onFill: (text: string) => void;
}

/** In a demo nobody has a phone or a printed page. This fills in what they would show now. */
export function DemoFill({ pick, onFill }: DemoFillProps) {
  const { demo } = useStatus();
  if (demo === null) return null;
  const fill = async () => {
    const status = await call("system.status", {});
    if (status.demo !== null) onFill(pick(status.demo));
  };
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => void fill()}>
      Fill in from the demo
    </Anchor>
  );
}
