import { Alert, Button } from '@mantine/core';
import type { OfferedTemplates } from '../../api.care.js';
import { specialtyWords } from '../settings/specialties.js';
import type { Draft } from './templates.js';

interface OfferedProps {
  offered: OfferedTemplates | undefined;
  beside: Draft;
  onAdd: (draft: Draft) => void;
}

/** What ships for the practice's specialties and is not described yet; nothing of it is saved before somebody says so. */
export function Offered({ offered, beside, onAdd }: OfferedProps) {
  if (offered === undefined) return null;
  const isNew =
    (among: readonly { id: string }[]) =>
    ({ id }: { id: string }) =>
      !among.some((one) => one.id === id);
  const programs = offered.programs.filter(isNew(beside.programs));
  const tiers = offered.tiers.filter(isNew(beside.tiers));
  const all = [...programs, ...tiers];
  if (all.length === 0) return null;
  const bySpecialty = [...new Set(all.map(({ specialty }) => specialty))].map((specialty) => {
    const names = all.filter((one) => one.specialty === specialty).map(({ name }) => name);
    return `${specialtyWords(specialty)}: ${names.join(', ')}`;
  });
  return (
    <Alert role="note" color="gray" variant="light" title="More ships for what this practice does">
      <p className="kw-flat">
        {bySpecialty.join('; ')}. Not described here; they can be put beside your own, changed, and saved with them.
      </p>
      <Button
        size="compact-sm"
        variant="default"
        mt="xs"
        onClick={() => onAdd({ programs: [...beside.programs, ...programs], tiers: [...beside.tiers, ...tiers] })}
      >
        Put them beside mine
      </Button>
    </Alert>
  );
}
