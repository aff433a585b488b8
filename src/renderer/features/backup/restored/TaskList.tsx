import { List, Text } from "@mantine/core";
import { type RestoreTask, taskAsText } from "#shared/model/restores.ts";
import { say } from "#shared/texts/say.ts";

/** The tasks after a restore, in their order. */
export function TaskList({ tasks }: { tasks: readonly RestoreTask[] }) {
  return (
    <List type="ordered" spacing="sm">
      {tasks.map((task) => (
        <List.Item key={task}>
          <Text fw={600}>{say(taskAsText(task).title)}</Text>
          <Text size="sm">{say(taskAsText(task).why)}</Text>
        </List.Item>
      ))}
    </List>
  );
}
