/** Whatever a run needs and n8n's start does not: the node and the credential load it at their first use. */
export { connect, logIn, reach } from './connecting';
export { dispatch } from './engine/run/dispatch';
export { hintsOn } from './hints';
export { N8nHost } from './host';
export { getMembers, getPermissionNames, searchGroups } from './methods';
export { outputOf } from './output';
export { pollGroups } from './polling';
export { settle, settledBefore } from './retryOnFail';
export { findVendor } from './vendors';
