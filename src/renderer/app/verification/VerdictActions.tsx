import { Button, Group, Text } from "@mantine/core";
import { Link, useLocation } from "react-router";
import type { ProcedureName } from "#shared/contract/index.ts";
import type { NextAction, Verdict } from "#shared/model/records.ts";
import { roleMay } from "../may.ts";
import { useSession } from "../session.ts";

/** Advice that needs no page of the console. */
const advice: Partial<Record<NextAction, string>> = {
  call_back: "Call the person back on a number you know.",
  correct_phone_clock: "Set the phone's time to automatic.",
  set_clock_back: "Ask an owner to correct it in Health.",
};

interface Door {
  label: string;
  to: string;
  /** Shown to those who may call this. */
  needs: ProcedureName;
}

const onPage =
  (label: string, needs: ProcedureName) =>
  (page: string): Door => ({ label, to: page, needs });

/** What is done on another page, and where. @param page the person's */
const doorOf: Partial<Record<NextAction, (page: string, verdict: Verdict) => Door>> = {
  unlock: onPage("Unlock", "tokens.unlock"),
  enable: onPage("Enable", "tokens.enable"),
  resync: onPage("Resynchronise", "tokens.resync"),
  resync_far: onPage("Resynchronise with three codes", "tokens.resyncFar"),
  confirm: onPage("Open the person", "users.get"),
  new_backup_codes: onPage("Make new backup codes", "tokens.regenerateBackupCodes"),
  activate_person: onPage("Open the person", "users.setStatus"),
  replace: onPage("Replace", "tokens.begin"),
  enrol: (page) => ({ label: "Enrol", to: `${page}/enrol`, needs: "tokens.begin" }),
  reprint: (_page, { letter }) => ({
    label: letter ? `Print letter ${letter.serial} again` : "Print the letter again",
    to: `/letters?search=${encodeURIComponent(letter?.serial ?? "")}`,
    needs: "letters.reprint",
  }),
  set_clock_back: () => ({ label: "Correct it", to: "/health", needs: "system.setStepsBack" }),
  check_computer_clock: () => ({ label: "Check this computer's clock", to: "/health", needs: "system.health" }),
};

/** What helps after a refusal, the most useful first. */
export function VerdictActions({ verdict, personId }: { verdict: Verdict; personId: string }) {
  const { role } = useSession();
  const { pathname } = useLocation();
  const words = verdict.actions.flatMap((action) => advice[action] ?? []);
  const doors = verdict.actions.flatMap((action) => doorOf[action]?.(`/people/${personId}`, verdict) ?? []);
  // On the person's own page most of this is a few lines below.
  const shown = doors.filter(({ to, needs }) => to !== pathname && roleMay(role, needs));
  if (words.length === 0 && shown.length === 0) return null;
  return (
    <Group gap="xs" mt={6}>
      {words.map((text) => (
        <Text key={text} size="sm" fw={600}>
          {text}
        </Text>
      ))}
      {shown.map(({ label, to }) => (
        <Button key={label} component={Link} to={to} size="xs" variant="default">
          {label}
        </Button>
      ))}
    </Group>
  );
}
