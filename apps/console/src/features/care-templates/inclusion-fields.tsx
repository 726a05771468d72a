import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { InclusionTemplate } from '../../api.care.js';
import { MatchFields } from './match-fields.js';
import { TemplateParts, type PartProps } from './template-parts.js';
import { newInclusion, NO_MATCH } from './templates.js';

interface FieldsProps {
  of: InclusionTemplate[];
  onChange: (of: InclusionTemplate[]) => void;
}

/** What a tier includes. */
export function InclusionFields({ of, onChange }: FieldsProps) {
  return (
    <TemplateParts
      legend="What it includes"
      add="Add a part"
      of={of}
      fresh={newInclusion}
      One={One}
      onChange={onChange}
    />
  );
}

const PERIODS: InclusionTemplate['per'][] = ['month', 'quarter', 'year'];

function One({ of, onChange }: PartProps<InclusionTemplate>) {
  const set = (changes: Partial<InclusionTemplate>) => onChange({ ...of, ...changes });
  const named = of.name === '' ? 'the new part' : of.name;
  return (
    <div className="kw-template-item">
      <div className="kw-template-row">
        <TextInput
          size="xs"
          label="Part"
          maxLength={120}
          value={of.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label="Shown by"
          aria-label={`Shown by: ${named}`}
          value={of.visit === null ? 'promise' : 'visit'}
          onChange={(event) =>
            set(event.currentTarget.value === 'promise' ? { visit: null, units: null } : { visit: NO_MATCH })
          }
          data={[
            { value: 'visit', label: 'appointments' },
            { value: 'promise', label: 'nothing: a promise' },
          ]}
        />
        {of.visit !== null && (
          <>
            <NumberInput
              size="xs"
              label="How many"
              description="empty: without limit"
              aria-label={`How many: ${named}`}
              min={1}
              max={1000}
              allowDecimal={false}
              value={of.units ?? ''}
              onChange={(units) => set({ units: units === '' ? null : Number(units) })}
            />
            <NativeSelect
              size="xs"
              label="in a"
              aria-label={`In a: ${named}`}
              value={of.per}
              onChange={(event) => {
                const wanted = event.currentTarget.value;
                set({ per: PERIODS.find((per) => per === wanted) ?? of.per });
              }}
              data={PERIODS}
            />
          </>
        )}
      </div>
      {of.visit !== null && <MatchFields match={of.visit} of={named} onChange={(visit) => set({ visit })} />}
      <Button size="compact-xs" variant="subtle" aria-label={`Remove ${named}`} onClick={() => onChange(null)}>
        Remove
      </Button>
    </div>
  );
}
