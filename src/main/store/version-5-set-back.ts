/**
 * `spent_ahead`: a step of a device that was accepted while this computer's clock was in the future, once the device
 * was set back: it is not accepted again when its time comes. An authenticator has its `ahead_used` for it.
 */
export const setBackSteps = "ALTER TABLE hardware_tokens ADD COLUMN spent_ahead INTEGER;";
