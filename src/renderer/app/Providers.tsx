import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { styleNonce } from "../csp.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { keepFocus } from "./keep-focus.ts";
import { createQueryClient } from "./query-client.ts";
import { theme } from "./theme.ts";

const colorSchemeManager = localStorageColorSchemeManager({ key: "color-scheme" });

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
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
          <Notifications position="bottom-right" autoClose={5000} />
          {children}
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
