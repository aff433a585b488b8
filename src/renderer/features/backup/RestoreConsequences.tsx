import { List } from "@mantine/core";

/** What a restore does, with a present store or without one. */
export function RestoreConsequences({ replacing }: { replacing: boolean }) {
  return (
    <List spacing={6}>
      <List.Item>The backup is verified first. If anything in it is wrong, nothing changes.</List.Item>
      {replacing && (
        <>
          <List.Item>
            The present store is kept aside in a folder of its own; what was done since the backup is not in the
            restored console.
          </List.Item>
          <List.Item>Everyone is signed out.</List.Item>
        </>
      )}
      <List.Item>Sign in afterwards with the name, password and authenticator of the time of the backup.</List.Item>
    </List>
  );
}
