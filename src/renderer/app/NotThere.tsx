import { Anchor } from "@mantine/core";
import { IconLock, IconMapOff } from "@tabler/icons-react";
import { Link } from "react-router";
import type { ProcedureName } from "#shared/contract/index.ts";
import { Role } from "#shared/model/records.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { roleMay, useSession } from "./session.ts";
import { roleInWords } from "./words.ts";

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

/** Says who may open the page, and as whom one is signed in. */
export function NotAllowed({ needs }: { needs: ProcedureName }) {
  const { role } = useSession();
  const roles = Role.options.filter((one) => roleMay(one, needs)).map((one) => roleInWords[one]);
  return (
    <EmptyState icon={<IconLock size={28} />} title="Your role does not open this page" action={back}>
      It is for these roles: {roles.join(", ")}. You are signed in with the role {roleInWords[role]}. Ask an owner if
      you need it.
    </EmptyState>
  );
}
