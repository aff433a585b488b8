import { Stack, Tabs } from "@mantine/core";
import { IconArchive, IconRestore, IconShieldCheck } from "@tabler/icons-react";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { CreateBackup } from "./CreateBackup.tsx";
import { RestoreIntro } from "./RestoreIntro.tsx";
import { VerifyBackup } from "./VerifyBackup.tsx";
import classes from "./BackupPage.module.css";

/** Save, prove and restore. */
export function BackupPage() {
  return (
    <Stack gap="lg" className={classes.page}>
      <PageHeader
        title="Backup"
        description="One encrypted file holds everything. With its passphrase, any computer can take the console over."
      />
      <Tabs defaultValue="create" keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="create" leftSection={<IconArchive size={16} />}>
            Create
          </Tabs.Tab>
          <Tabs.Tab value="verify" leftSection={<IconShieldCheck size={16} />}>
            Verify
          </Tabs.Tab>
          <Tabs.Tab value="restore" leftSection={<IconRestore size={16} />}>
            Restore
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="create">
          <CreateBackup />
        </Tabs.Panel>
        <Tabs.Panel value="verify">
          <VerifyBackup />
        </Tabs.Panel>
        <Tabs.Panel value="restore">
          <RestoreIntro />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
