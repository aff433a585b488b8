import { Kbd, Menu, Stack, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconChevronUp, IconLock, IconLogout, IconShieldLock } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { useSession } from "../session.ts";
import { roleInWords } from "../words.ts";
import classes from "./AdminMenu.module.css";
import { useSessionActions } from "./use-session-actions.ts";

/** Who is signed in, their own security, locking and signing out. */
export function AdminMenu() {
  const session = useSession();
  const navigate = useNavigate();
  const { lock, signOut } = useSessionActions();
  return (
    <Menu position="top-start" width={220} shadow="md" withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <Stack gap={0} miw={0}>
            <Text size="sm" fw={600} truncate>
              {session.name}
            </Text>
            <Text size="xs" c="dimmed">
              {roleInWords[session.role]}
              <VisuallyHidden>: account</VisuallyHidden>
            </Text>
          </Stack>
          <IconChevronUp size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconShieldLock size={16} />} onClick={() => void navigate("/security")}>
          Your security
        </Menu.Item>
        <Menu.Item leftSection={<IconLock size={16} />} rightSection={<Kbd size="xs">Ctrl+L</Kbd>} onClick={lock}>
          Lock
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
