import { Button, Center, Code, Stack, Text, Title } from "@mantine/core";
import { Component, type ReactNode } from "react";

interface State {
  error: Error | null;
}

/** The last resort: a screen that fails leaves a message and a way to continue, not a blank window. */
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
          This screen has failed
        </Title>
        <Text>Your data is not affected. Reload the window. If it happens again, report the message below.</Text>
        <Code block>{`${error.name}: ${error.message}`}</Code>
        <Button w="fit-content" onClick={() => window.location.reload()}>
          Reload the window
        </Button>
      </Stack>
    </Center>
  );
}
