import { Button, Stack } from "@mantine/core";
import { IconArrowLeft, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import type { Target, TargetState } from "#shared/contract/targets.ts";
import { TargetId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { NotThere } from "../../app/NotThere.tsx";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { ChangeTarget } from "./ChangeTarget.tsx";
import { handedInWords, provenInWords } from "./handed.ts";
import { HandOverSection } from "./HandOverSection.tsx";
import { LingeringSection } from "./LingeringSection.tsx";

/** One system: what it does not have yet, and what has to be removed there by hand. */
export function TargetPage() {
  const id = TargetId.safeParse(useParams()["id"]);
  return id.success ? <TargetById id={id.data} /> : <NotThere />;
}

function TargetById({ id }: { id: TargetId }) {
  const { data: state, error, refetch } = useProcedure("targets.show", { id });
  return (
    <Stack gap="lg">
      {state ? (
        <Known state={state} />
      ) : error?.code === "NOT_FOUND" ? (
        <NotThere />
      ) : error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Stack>
  );
}

/** What it was handed, when, and of whom; whether new ones have to fit it, and whether it lets them in. */
function factsOf(target: Target): string {
  const { group } = target;
  const whose = group === null ? say(text("systems.ofAll")) : say(text("systems.ofGroup", { group: group.name }));
  const fits = target.mustFit ? ` ${say(text("systems.fitsIt"))}` : "";
  return `${whose}${fits} ${handedInWords(target)} ${provenInWords(target)}`.trim();
}

function Known({ state }: { state: TargetState }) {
  const { target } = state;
  const [removing, setRemoving] = useState<Act | null>(null);
  const [changing, setChanging] = useState(false);
  const navigate = useNavigate();
  const mayChange = useMay("targets.change");
  const mayRemove = useMay("targets.remove");
  const remove: Act = {
    procedure: "targets.remove",
    input: { id: target.id },
    title: say(text("systems.removeQuestion", { name: target.name })),
    consequences: [say(text("systems.removeForgets")), say(text("systems.removeThere"))],
    confirmLabel: say(text("systems.remove")),
    destructive: true,
    onAnswer: () => void navigate("/systems"),
  };
  return (
    <>
      <PageHeader
        title={target.name}
        description={factsOf(target)}
        actions={
          <>
            {mayChange && (
              <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setChanging(true)}>
                {say(text("systems.change"))}
              </Button>
            )}
            {mayRemove && (
              <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(remove)}>
                {say(text("systems.remove"))}
              </Button>
            )}
            <Button variant="default" component={Link} to="/systems" leftSection={<IconArrowLeft size={16} />}>
              {say(text("systems.back"))}
            </Button>
          </>
        }
      />
      <HandOverSection state={state} />
      <LingeringSection state={state} />
      <ChangeTarget target={target} opened={changing} onClose={() => setChanging(false)} />
      <ActDialog act={removing} onClose={() => setRemoving(null)} />
    </>
  );
}
