import { recordTable } from './record-table.js';

export const practitionerTable = recordTable('practitioner', { name: 'text', active: 'boolean', leftAt: 'instant' });
