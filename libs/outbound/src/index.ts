export { OutboundError } from './errors.js';
export type { OutboundFailure, OutboundResponse } from './errors.js';
export type { Resolve } from './guard.js';
export { createGuardedHttp } from './guarded-http.js';
export type { GuardedHttp, GuardedHttpOptions } from './guarded-http.js';
export type { Limits } from './limits.js';
export { createGuardedSockets } from './guarded-socket.js';
export type { GuardedSocketOptions, GuardedSockets } from './guarded-socket.js';
