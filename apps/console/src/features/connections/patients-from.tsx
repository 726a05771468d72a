import { Select } from '@mantine/core';
import type { ConnectorInfo } from '../../api.types.js';
import { useConnections } from './use-connections.js';

/** A source that gives records of patients and no patients: it may name those of another. */
export function mayShare({ manifest }: ConnectorInfo): boolean {
  return manifest !== null && manifest.gives.patient === undefined;
}

interface Props {
  /** The connection itself, where it exists. */
  ownId?: string;
  value: string | null;
  onChange: (patientsFrom: string | null) => void;
}

/** Whose patients the records of a connection name, chosen by name. */
export function PatientsFrom({ ownId, value, onChange }: Props) {
  const connections = useConnections();
  const others = (connections.data ?? []).filter(({ id }) => id !== ownId);
  return (
    <Select
      label="Patients from"
      description="This kind of source has no patients. Choose the connection whose patient ids it names: what it brings goes to them."
      placeholder={others.length === 0 && connections.isSuccess ? 'Connect your booking system first' : 'None'}
      clearable
      clearButtonProps={{ 'aria-label': 'None' }}
      disabled={connections.isPending || others.length === 0}
      error={connections.isError ? 'The connections could not be loaded.' : undefined}
      data={others.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}
