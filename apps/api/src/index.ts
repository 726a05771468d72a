export { createApi } from './create-api.js';
export { createApiLogger } from './http/api-logger.js';
export { issueSignInLink } from './auth/sign-in-link.js';
export type { ApiOptions } from './options.js';
