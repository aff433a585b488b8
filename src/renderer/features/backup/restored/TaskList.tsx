import { List, Text } from "@mantine/core";
import { type RestoreTask, taskInWords } from "#shared/model/restores.ts";

/** The tasks after a restore, in their order. */
export function TaskList({ tasks }: { tasks: readonly RestoreTask[] }) {
  return (
    <List type="ordered" spacing="sm">
      {tasks.map((task) => (
        <List.Item key={task}>
          <Text fw={600}>{taskInWords[task].title}</Text>
          <Text size="sm">{taskInWords[task].why}</Text>
        </List.Item>
      ))}
    </List>
  );
}
