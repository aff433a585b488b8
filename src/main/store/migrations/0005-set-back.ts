/**
 * `ahead_used` of a device: as that of an authenticator, which gets it with the device and leaves it to the next one.
 */
export const setBackSteps = `
  ALTER TABLE hardware_tokens ADD COLUMN ahead_used TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(ahead_used));
`;
