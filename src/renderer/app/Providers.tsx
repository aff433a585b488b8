import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { SystemStatus } from "#shared/contract/system.ts";
import { styleNonce } from "../csp.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { firstScreenIsThere } from "./first-screen.ts";
import { keepFocus } from "./keep-focus.ts";
import { createQueryClient } from "./query-client.ts";
import { readLater } from "./read-later.tsx";
import { theme } from "./theme.ts";

/** What is told before it is there waits for it. */
const Messages = readLater(async () => {
  await firstScreenIsThere;
  return (await import("./Messages.tsx")).Messages;
});

const colorSchemeManager = localStorageColorSchemeManager({ key: "color-scheme" });

export function Providers({ status, children }: { status?: SystemStatus | undefined; children: ReactNode }) {
  const [client] = useState(() => createQueryClient(status));
  useEffect(keepFocus, []);
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <ErrorBoundary>
        <QueryClientProvider client={client}>
          <Messages />
          {children}
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
