import { Stack, Tabs } from "@mantine/core";
import {
  IconArchive,
  IconCalendarTime,
  IconKey,
  IconMapPin,
  IconRestore,
  IconShieldCheck,
  IconShieldHalf,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import type { ProcedureName } from "#shared/contract/index.ts";
import { roleMay } from "../../app/may.ts";
import { useSession } from "../../app/session.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { CreateBackup } from "./CreateBackup.tsx";
import { BackupKeysTab } from "./backup-keys/BackupKeysTab.tsx";
import { OverviewTab } from "./overview/OverviewTab.tsx";
import { LocationsTab } from "./locations/LocationsTab.tsx";
import { RestoreTab } from "./RestoreTab.tsx";
import { ScheduleTab } from "./schedule/ScheduleTab.tsx";
import { tabOf, type TabName } from "./tabs.ts";
import { VerifyBackup } from "./VerifyBackup.tsx";
import classes from "./BackupPage.module.css";

interface Part {
  tab: TabName;
  label: string;
  Icon: typeof IconKey;
  /** Shown to those who may call this. */
  needs: ProcedureName;
  content: ReactNode;
}

const parts: readonly Part[] = [
  { tab: "overview", label: "Overview", Icon: IconShieldHalf, needs: "backupPlan.list", content: <OverviewTab /> },
  { tab: "locations", label: "Locations", Icon: IconMapPin, needs: "destinations.list", content: <LocationsTab /> },
  {
    tab: "backup-keys",
    label: "Backup keys",
    Icon: IconKey,
    needs: "recipients.list",
    content: <BackupKeysTab />,
  },
  { tab: "schedule", label: "Schedule", Icon: IconCalendarTime, needs: "backupPlan.get", content: <ScheduleTab /> },
  { tab: "create", label: "Create a file", Icon: IconArchive, needs: "archive.create", content: <CreateBackup /> },
  { tab: "verify", label: "Verify", Icon: IconShieldCheck, needs: "archive.verify", content: <VerifyBackup /> },
  { tab: "restore", label: "Restore", Icon: IconRestore, needs: "archive.restore", content: <RestoreTab /> },
];

/** Automatic backups and backup files made by hand: state, locations, keys, schedule; save, verify, restore. */
export function BackupPage() {
  const { role } = useSession();
  const [parameters, setParameters] = useSearchParams();
  const shown = parts.filter(({ needs }) => roleMay(role, needs));
  return (
    <Stack gap="lg" className={classes.page}>
      <PageHeader
        title="Backup"
        description="A backup is one encrypted file with everything in it. Anyone with this file and its key can run this console."
      />
      <Tabs
        value={tabOf(parameters)}
        onChange={(tab) => tab !== null && setParameters({ tab }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          {shown.map(({ tab, label, Icon }) => (
            <Tabs.Tab key={tab} value={tab} leftSection={<Icon size={16} />}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(({ tab, content }) => (
          <Tabs.Panel key={tab} value={tab}>
            {content}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}
