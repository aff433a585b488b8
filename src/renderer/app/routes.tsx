import { createHashRouter, Navigate, useRouteError } from "react-router";
import type { ReactNode } from "react";
import type { ProcedureName } from "#shared/contract/index.ts";
import { AdministratorsPage } from "../features/administrators/AdministratorsPage.tsx";
import { AuditPage } from "../features/audit/AuditPage.tsx";
import { BackupPage } from "../features/backup/BackupPage.tsx";
import { EnrolmentPage } from "../features/enrolment/EnrolmentPage.tsx";
import { HealthPage } from "../features/health/HealthPage.tsx";
import { HelpDeskPage } from "../features/helpdesk/HelpDeskPage.tsx";
import { ImportPage } from "../features/imports/ImportPage.tsx";
import { HardwarePage } from "../features/inventory/HardwarePage.tsx";
import { LettersPage } from "../features/letters/LettersPage.tsx";
import { NewLettersPage } from "../features/letters/NewLettersPage.tsx";
import { TemplatesPage } from "../features/letters/TemplatesPage.tsx";
import { GroupsPage } from "../features/people/GroupsPage.tsx";
import { PeoplePage } from "../features/people/PeoplePage.tsx";
import { PersonPage } from "../features/people/PersonPage.tsx";
import { PoliciesPage } from "../features/policies/PoliciesPage.tsx";
import { SecurityPage } from "../features/security/SecurityPage.tsx";
import { ImportSeedsPage } from "../features/seeds/ImportSeedsPage.tsx";
import { SystemsPage } from "../features/systems/SystemsPage.tsx";
import { TargetPage } from "../features/systems/TargetPage.tsx";
import { VaultPage } from "../features/vault/VaultPage.tsx";
import { Fault } from "./ErrorBoundary.tsx";
import { NotAllowed, NotThere } from "./NotThere.tsx";
import { useMay } from "./may.ts";
import { Frame } from "./shell/Frame.tsx";

function Only({ needs, children }: { needs: ProcedureName; children: ReactNode }) {
  return useMay(needs) ? children : <NotAllowed needs={needs} />;
}

function RouteFault() {
  const error = useRouteError();
  return <Fault error={error instanceof Error ? error : new Error(String(error))} />;
}

const only = (needs: ProcedureName, page: ReactNode) => <Only needs={needs}>{page}</Only>;

/** Routes live in the hash: the page is one document, and its address otherwise stays the same. */
export const router = createHashRouter([
  {
    element: <Frame />,
    errorElement: <RouteFault />,
    children: [
      { index: true, element: <Navigate to="/people" replace /> },
      { path: "people", element: only("users.list", <PeoplePage />) },
      { path: "people/import", element: only("imports.run", <ImportPage />) },
      { path: "people/groups", element: only("groups.list", <GroupsPage />) },
      { path: "people/:id", element: only("users.get", <PersonPage />) },
      { path: "people/:id/enrol", element: only("tokens.begin", <EnrolmentPage />) },
      { path: "check", element: only("verification.check", <HelpDeskPage />) },
      { path: "letters", element: only("letters.list", <LettersPage />) },
      { path: "letters/new", element: only("letters.issue", <NewLettersPage />) },
      { path: "letters/templates/:template?", element: only("letters.templates", <TemplatesPage />) },
      { path: "hardware", element: only("inventory.list", <HardwarePage />) },
      { path: "systems", element: only("targets.preflight", <SystemsPage />) },
      { path: "systems/import", element: only("seeds.run", <ImportSeedsPage />) },
      { path: "systems/:id", element: only("targets.show", <TargetPage />) },
      { path: "audit", element: only("audit.list", <AuditPage />) },
      { path: "backup", element: only("backupPlan.list", <BackupPage />) },
      { path: "policies", element: only("policies.get", <PoliciesPage />) },
      { path: "administrators", element: only("admins.list", <AdministratorsPage />) },
      { path: "security", element: only("account.get", <SecurityPage />) },
      { path: "keys", element: only("vault.status", <VaultPage />) },
      { path: "health", element: only("system.health", <HealthPage />) },
      { path: "*", element: <NotThere /> },
    ],
  },
]);
