import { Anchor } from "@mantine/core";
import { IconLock, IconMapOff } from "@tabler/icons-react";
import { Link } from "react-router";
import { EmptyState } from "../ui/EmptyState.tsx";

const back = (
  <Anchor component={Link} to="/people">
    Go to people
  </Anchor>
);

export function NotThere() {
  return (
    <EmptyState icon={<IconMapOff size={28} />} title="There is no such page" action={back}>
      The place that was asked for does not exist in this console.
    </EmptyState>
  );
}

export function NotAllowed() {
  return (
    <EmptyState icon={<IconLock size={28} />} title="Your role does not open this page" action={back}>
      Ask an owner if you need it.
    </EmptyState>
  );
}
