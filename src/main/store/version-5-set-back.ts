/**
 * `spent_ahead`: a step of a device that was accepted while this computer's clock was in the future, once the device
 * returned to stock: it is not accepted again when its time comes. An authenticator has `ahead_used` for this.
 */
export const setBackSteps = "ALTER TABLE hardware_tokens ADD COLUMN spent_ahead INTEGER;";
