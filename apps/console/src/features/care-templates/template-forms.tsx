import { Button, Group, NativeSelect, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core';
import type { ProgramTemplate, TierTemplate } from '../../api.care.js';
import { CARE_PATTERNS, patternWord } from '../care/words.js';
import { isSpecialty, SPECIALTIES, specialtyWords, type Specialty } from '../settings/specialties.js';
import { ExpectationFields } from './expectation-fields.js';
import { InclusionFields } from './inclusion-fields.js';
import { MatchFields } from './match-fields.js';
import { NO_MATCH } from './templates.js';

interface FormProps<T> {
  of: T;
  onChange: (of: T) => void;
  onClose: () => void;
  onRemove: () => void;
}

export function ProgramForm({
  of,
  tiers,
  onChange,
  onClose,
  onRemove,
}: FormProps<ProgramTemplate> & { tiers: TierTemplate[] }) {
  const set = (changes: Partial<ProgramTemplate>) => onChange({ ...of, ...changes });
  return (
    <section className="kw-card kw-padded kw-template-form" aria-label={`Change the program ${of.name}`}>
      <Common of={of} what="program" onChange={set} />
      <div className="kw-template-row">
        <NumberInput
          size="xs"
          label="Months it lasts"
          description="where the record has no end"
          min={1}
          max={60}
          allowDecimal={false}
          value={of.months}
          onChange={(months) => set({ months: Number(months) })}
        />
        <NativeSelect
          size="xs"
          label="Leads to the tier"
          description="of the membership that follows"
          value={of.leadsTo ?? ''}
          onChange={({ currentTarget: { value } }) => set({ leadsTo: value === '' ? null : value })}
          data={[{ value: '', label: 'none is meant' }, ...tiers.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </div>
      <ExpectationFields legend="Milestones" of={of.expectations} onChange={(expectations) => set({ expectations })} />
      <Foot onClose={onClose} onRemove={onRemove} what="program" />
    </section>
  );
}

export function TierForm({ of, onChange, onClose, onRemove }: FormProps<TierTemplate>) {
  const set = (changes: Partial<TierTemplate>) => onChange({ ...of, ...changes });
  const { followUp } = of;
  return (
    <section className="kw-card kw-padded kw-template-form" aria-label={`Change the tier ${of.name}`}>
      <Common of={of} what="tier" onChange={set} />
      <NativeSelect
        size="xs"
        label="Pattern of care"
        maw={260}
        value={of.pattern}
        onChange={({ currentTarget: { value } }) =>
          set({ pattern: CARE_PATTERNS.find((pattern) => pattern === value) ?? of.pattern })
        }
        data={CARE_PATTERNS.map((value) => ({ value, label: patternWord(value) }))}
      />
      <fieldset className="kw-template-part">
        <legend>How often a member is expected</legend>
        <Switch
          size="sm"
          label="A follow-up is promised"
          checked={followUp !== null}
          onChange={(event) =>
            set({ followUp: event.currentTarget.checked ? { visit: NO_MATCH, every: '1 month', grace: '7 d' } : null })
          }
        />
        {followUp !== null && (
          <>
            <div className="kw-template-row">
              <TextInput
                size="xs"
                label="Every"
                description="30 d, 4 weeks, 1 month"
                aria-label="Every: follow-up"
                value={followUp.every}
                onChange={(event) => set({ followUp: { ...followUp, every: event.currentTarget.value } })}
              />
              <TextInput
                size="xs"
                label="Late after"
                description="of its due day"
                aria-label="Late after: follow-up"
                value={followUp.grace}
                onChange={(event) => set({ followUp: { ...followUp, grace: event.currentTarget.value } })}
              />
            </div>
            <MatchFields
              match={followUp.visit}
              of="follow-up"
              onChange={(visit) => set({ followUp: { ...followUp, visit } })}
            />
          </>
        )}
      </fieldset>
      <InclusionFields of={of.includes} onChange={(includes) => set({ includes })} />
      <ExpectationFields legend="Care plan" of={of.expectations} onChange={(expectations) => set({ expectations })} />
      <Foot onClose={onClose} onRemove={onRemove} what="tier" />
    </section>
  );
}

interface CommonProps {
  of: { name: string; specialty: Specialty; names: string[] };
  what: string;
  onChange: (changes: { name?: string; specialty?: Specialty; names?: string[] }) => void;
}

function Common({ of, what, onChange }: CommonProps) {
  return (
    <div className="kw-template-row">
      <TextInput
        size="xs"
        label={`Name of the ${what}`}
        maxLength={120}
        value={of.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label="Specialty"
        value={of.specialty}
        onChange={({ currentTarget: { value } }) => onChange(isSpecialty(value) ? { specialty: value } : {})}
        data={SPECIALTIES.map((value) => ({ value, label: specialtyWords(value) }))}
      />
      <TagsInput
        size="xs"
        label="Other names in the source"
        description="as the records write it; Enter after each"
        value={of.names}
        onChange={(names) => onChange({ names })}
      />
    </div>
  );
}

function Foot({ what, onClose, onRemove }: { what: string; onClose: () => void; onRemove: () => void }) {
  return (
    <Group gap="xs">
      <Button size="compact-md" onClick={onClose}>
        Done with this {what}
      </Button>
      <Button size="compact-md" variant="subtle" onClick={onRemove}>
        Remove this {what}
      </Button>
    </Group>
  );
}
