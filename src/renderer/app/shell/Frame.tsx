import { Stack, Text } from "@mantine/core";
import { NavLink as RouterLink, Outlet } from "react-router";
import { Brand } from "../../ui/Brand.tsx";
import { ColorSchemeToggle } from "../ColorSchemeToggle.tsx";
import { DemoMark } from "../DemoMark.tsx";
import { roleMay, useSession, useStatus } from "../session.ts";
import { AdminMenu } from "./AdminMenu.tsx";
import { BackupNotice } from "./BackupNotice.tsx";
import { useShellKeys } from "./use-shell-keys.ts";
import classes from "./Frame.module.css";
import { KeychainNotice } from "./KeychainNotice.tsx";
import { places } from "./places.ts";
import { WaitingApprovals } from "./WaitingApprovals.tsx";

/** Sidebar and page. */
export function Frame() {
  const { organisation } = useStatus();
  useShellKeys();
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content" onClick={skipToContent}>
        Skip to the page
      </a>
      <DemoMark />
      <div className={classes.body}>
        <aside className={classes.side}>
          <Stack gap={6} px="xs">
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
        <main id="content" tabIndex={-1} className={classes.main}>
          <div className={classes.page}>
            <KeychainNotice />
            <BackupNotice />
            <WaitingApprovals />
            <Outlet />
          </div>
        </main>
      </div>
    </div>
  );
}

function skipToContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function Places() {
  const { role } = useSession();
  return (
    <nav aria-label="Main" className={classes.places}>
      {places
        .filter(({ needs }) => roleMay(role, needs))
        .map(({ path, label, Icon }) => (
          <RouterLink key={path} to={path} className={classes.place ?? ""}>
            <Icon size={19} stroke={1.8} aria-hidden />
            {label}
          </RouterLink>
        ))}
    </nav>
  );
}
