import type { SettingsSchema } from '@keepwell/connector-sdk';

/** The settings of reading by export, for the schema of the connector. */
export const bulkProperties: SettingsSchema['properties'] = {
  reading: {
    type: 'string',
    title: 'Reading',
    description: 'By search, or by an export that the server prepares (Bulk Data Access)',
    enum: ['search', 'bulk'],
    default: 'search',
  },
  bulk_level: {
    type: 'string',
    title: 'Export of',
    description:
      'Everything (system), all patients, or the group of patients named above; empty: what this kind of server gives',
    enum: ['system', 'patient', 'group'],
  },
  bulk_types: {
    type: 'string',
    title: 'Types in the export',
    description:
      'With commas; the others are searched. Empty: all that are read here and the server has, except Observation',
    maxLength: 1_000,
  },
  bulk_hours: {
    type: 'integer',
    title: 'Hours between exports',
    description: 'What is searched is read as often as always',
    default: 1,
    minimum: 0,
    maximum: 168,
  },
  bulk_hosts: {
    type: 'string',
    title: 'Other servers that hold the files',
    description: 'With commas, for example https://files.example.org; only where the vendor keeps files elsewhere',
    maxLength: 2_000,
  },
};
