import { useHasRole } from './use-session.js';

/** Who sees patients; an integrator does not. */
export const useSeesPatients = () => useHasRole('coordinator', 'manager', 'admin', 'auditor');
/** Who works the list. */
export const useWorks = () => useHasRole('coordinator', 'manager', 'admin');
/** Who answers for what is sent. */
export const useManages = () => useHasRole('manager', 'admin');
