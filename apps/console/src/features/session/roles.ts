import { useHasRole } from './use-session.js';

/** Who sees patients; an integrator does not. */
export const useSeesPatients = () => useHasRole('coordinator', 'manager', 'admin', 'auditor');
/** Who works the list. */
export const useWorks = () => useHasRole('coordinator', 'manager', 'admin');
/** Who may have a write tried again: whoever works the list, and whoever mends the connection. */
export const useRetries = () => useHasRole('coordinator', 'manager', 'integrator', 'admin');
/** Who answers for what is sent. */
export const useManages = () => useHasRole('manager', 'admin');
