/** Values that classes of the http folder are given by `createApi`. */
export const API_LOGGER = Symbol('api logger');
export const CONSOLE_DIR = Symbol('console folder');
export const COST_OF_PASSWORDS = Symbol('cost of passwords');
export const DATABASE_URL = Symbol('database url');
export const UPLOAD_DIR = Symbol('folder of uploaded files');
export const PING_MS = Symbol('pause between pings');
