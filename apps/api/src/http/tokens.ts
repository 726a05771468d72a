/** Values that classes of the http folder are given by `createApi`. */
export const API_LOGGER = Symbol('api logger');
export const CONSOLE_DIR = Symbol('console folder');
