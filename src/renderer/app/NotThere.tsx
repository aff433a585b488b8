import { Anchor } from "@mantine/core";
import { IconLock, IconMapOff } from "@tabler/icons-react";
import { Link } from "react-router";
import type { ProcedureName } from "#shared/contract/index.ts";
import { Role } from "#shared/model/records.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { roleMay } from "./may.ts";
import { useSession } from "./session.ts";
import { roleInWords } from "./words.ts";

const back = (
  <Anchor component={Link} to="/people">
    Go to people
  </Anchor>
);

export function NotThere() {
  return (
    <EmptyState icon={<IconMapOff size={28} />} title="Page not found" action={back}>
      This console has no page at this address.
    </EmptyState>
  );
}

/** Says which roles may open the page, and the reader's own role. */
export function NotAllowed({ needs }: { needs: ProcedureName }) {
  const { role } = useSession();
  const roles = Role.options.filter((one) => roleMay(one, needs)).map((one) => roleInWords[one]);
  return (
    <EmptyState icon={<IconLock size={28} />} title="Your role cannot open this page" action={back}>
      It is for these roles: {roles.join(", ")}. Your role is {roleInWords[role]}. Ask an owner if you need access.
    </EmptyState>
  );
}
