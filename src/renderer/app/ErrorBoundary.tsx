import { Button, Center, Code, Stack, Text, Title } from "@mantine/core";
import { Component, type ReactNode } from "react";

interface State {
  error: Error | null;
}

/** The last resort: a fault of a screen leaves words and a way on, not a blank window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <Fault error={error} /> : this.props.children;
  }
}

/** What is shown in place of a screen that failed. */
export function Fault({ error }: { error: Error }) {
  return (
    <Center mih="60vh" p="xl">
      <Stack maw={520} gap="md" role="alert">
        <Title order={1} size="h3">
          This screen failed
        </Title>
        <Text>
          The store is not affected. Load the window again; if it happens once more, note the words below and report
          them.
        </Text>
        <Code block>{`${error.name}: ${error.message}`}</Code>
        <Button w="fit-content" onClick={() => window.location.reload()}>
          Load the window again
        </Button>
      </Stack>
    </Center>
  );
}
