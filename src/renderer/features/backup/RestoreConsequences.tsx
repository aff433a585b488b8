import { List } from "@mantine/core";

/** What a restore does, with or without an existing store. */
export function RestoreConsequences({ replacing }: { replacing: boolean }) {
  return (
    <List spacing={6}>
      <List.Item>The backup is verified first. If anything in it is wrong, nothing changes.</List.Item>
      {replacing && (
        <>
          <List.Item>
            The present database is kept in a separate folder. Changes made since the backup are not in the restored
            console; what was revoked or used since stays so where it can be read.
          </List.Item>
          <List.Item>Everyone is signed out.</List.Item>
        </>
      )}
      <List.Item>
        {replacing
          ? "Afterwards, sign in as you do now; if the data key was rotated since the backup, with the password from then. If the present database cannot be read, or you restore the backup exactly as it is, sign in as at the time of the backup."
          : "Afterwards, sign in with the name, password and authenticator from the time of the backup."}
      </List.Item>
    </List>
  );
}
