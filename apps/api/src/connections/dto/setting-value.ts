/** What one setting may hold, for the description of the API: the compiler does not write unions down. */
export const SETTING_VALUE = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };
