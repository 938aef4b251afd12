/**
 * Settings of a gateway that tests and measures ask: one machine asks more in a minute than a state does. What limits do is the subject of
 * tests that set them.
 */
export const unhurried = Object.freeze({
  RATE_ADDRESS_PER_MINUTE: '10000000',
  RATE_CALLER_PER_MINUTE: '10000000',
  RATE_AGENCY_PER_MINUTE: '10000000',
  RATE_CPF_PER_MINUTE: '10000000',
  RATE_CPF_PER_HOUR: '10000000',
  IN_FLIGHT_MAX: '8192',
  QUEUE_MAX: '4096',
  QUEUE_PER_AGENCY_MAX: '4096',
});
