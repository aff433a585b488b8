import { Stack, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconMenu2 } from "@tabler/icons-react";
import { useState } from "react";
import { NavLink as RouterLink, Outlet, useLocation } from "react-router";
import { Brand } from "../../ui/Brand.tsx";
import { DiscardQuestion } from "../../ui/Modal.tsx";
import { ColorSchemeToggle } from "../ColorSchemeToggle.tsx";
import { DemoMark } from "../DemoMark.tsx";
import { usePeoplePath } from "../people-list.ts";
import { roleMay } from "../may.ts";
import { useSession, useStatus } from "../session.ts";
import { AdminMenu } from "./AdminMenu.tsx";
import { BackupNotice } from "./BackupNotice.tsx";
import { useShellKeys } from "./use-shell-keys.ts";
import classes from "./Frame.module.css";
import { KeychainNotice } from "./KeychainNotice.tsx";
import { places } from "./places.ts";
import { RecoveryKeyNotice } from "./RecoveryKeyNotice.tsx";
import { WaitingApprovals } from "./WaitingApprovals.tsx";

/** Sidebar and page. */
export function Frame() {
  const { organisation } = useStatus();
  const keys = useShellKeys();
  const side = useSide();
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content" onClick={skipToContent}>
        Skip to content
      </a>
      <DemoMark />
      <div className={classes.body}>
        <aside className={classes.side} data-open={side.open || undefined}>
          <UnstyledButton className={classes.toggle} aria-expanded={side.open} onClick={side.toggle}>
            <IconMenu2 size={20} aria-hidden />
            <VisuallyHidden>Menu</VisuallyHidden>
          </UnstyledButton>
          <Stack gap={6} px="xs" className={classes.brand ?? ""}>
            <Brand />
            {organisation && (
              <Text size="sm" c="dimmed" className="breakable" lineClamp={2}>
                {organisation}
              </Text>
            )}
          </Stack>
          <Places />
          <div className={classes.foot}>
            <AdminMenu />
            <ColorSchemeToggle />
          </div>
        </aside>
        <main id="content" tabIndex={-1} className={classes.main} {...keys.watch}>
          <div className={classes.page}>
            <KeychainNotice />
            <RecoveryKeyNotice />
            <BackupNotice />
            <WaitingApprovals />
            <Outlet />
          </div>
        </main>
      </div>
      {keys.asking && <DiscardQuestion onKeep={keys.onKeep} onDiscard={keys.onDiscard} />}
    </div>
  );
}

/** In a narrow window the sidebar is a strip of icons, which opens over the page until another page is chosen. */
function useSide() {
  const { key } = useLocation();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  const open = openedAt === key;
  useHotkeys([["Escape", () => setOpenedAt(null)]]);
  return { open, toggle: () => setOpenedAt(open ? null : key) };
}

function skipToContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function Places() {
  const { role } = useSession();
  const { pathname } = useLocation();
  const people = usePeoplePath();
  // From other pages it leads to the list as it was left; from the list itself, to the whole list.
  const addressOf = (path: string) => (path === "/people" && pathname !== "/people" ? people : path);
  return (
    <nav aria-label="Main" className={classes.places}>
      {places
        .filter(({ needs }) => roleMay(role, needs))
        .map(({ path, label, Icon }) => (
          <RouterLink key={path} to={addressOf(path)} title={label} className={classes.place ?? ""}>
            <Icon size={19} stroke={1.8} aria-hidden />
            <span className={classes.label}>{label}</span>
          </RouterLink>
        ))}
    </nav>
  );
}
