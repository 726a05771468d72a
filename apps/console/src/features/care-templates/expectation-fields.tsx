import { Button, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import type { ExpectationTemplate } from '../../api.care.js';
import { MatchFields } from './match-fields.js';
import { TemplateParts, type PartProps } from './template-parts.js';
import { newExpectation, NO_MATCH } from './templates.js';

interface FieldsProps {
  legend: string;
  of: ExpectationTemplate[];
  onChange: (of: ExpectationTemplate[]) => void;
}

/** Milestones of a program, or the care plan of a tier. */
export function ExpectationFields({ legend, of, onChange }: FieldsProps) {
  return <TemplateParts legend={legend} add="Add one" of={of} fresh={newExpectation} One={One} onChange={onChange} />;
}

function One({ of, onChange }: PartProps<ExpectationTemplate>) {
  const set = (changes: Partial<ExpectationTemplate>) => onChange({ ...of, ...changes });
  const named = of.name === '' ? 'the new one' : of.name;
  return (
    <div className="kw-template-item">
      <div className="kw-template-row">
        <TextInput
          size="xs"
          label="What is expected"
          maxLength={120}
          value={of.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label="When"
          aria-label={`When: ${named}`}
          value={of.every === null ? 'at' : 'every'}
          onChange={(event) =>
            set(event.currentTarget.value === 'at' ? { every: null, at: ['3 months'] } : { every: '1 month', at: [] })
          }
          data={[
            { value: 'every', label: 'comes round' },
            { value: 'at', label: 'at set times' },
          ]}
        />
        {of.every === null ? (
          <TagsInput
            size="xs"
            label="Times after the start"
            description="0 d, 4 weeks, 3 months"
            aria-label={`Times after the start: ${named}`}
            value={of.at}
            onChange={(at) => set({ at })}
          />
        ) : (
          <TextInput
            size="xs"
            label="Every"
            description="30 d, 4 weeks, 1 month"
            aria-label={`Every: ${named}`}
            value={of.every}
            onChange={(event) => set({ every: event.currentTarget.value })}
          />
        )}
        <TextInput
          size="xs"
          label="Overdue after"
          description="of its due day"
          aria-label={`Overdue after: ${named}`}
          value={of.grace}
          onChange={(event) => set({ grace: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label="Done by"
          aria-label={`Done by: ${named}`}
          value={of.visit === null ? 'score' : 'visit'}
          onChange={(event) =>
            set(event.currentTarget.value === 'score' ? { visit: null, score: '' } : { visit: NO_MATCH, score: null })
          }
          data={[
            { value: 'visit', label: 'an appointment' },
            { value: 'score', label: 'an outcome score' },
          ]}
        />
      </div>
      {of.visit === null ? (
        <TextInput
          size="xs"
          label="Which score"
          placeholder="PROMIS-29"
          maw={260}
          value={of.score ?? ''}
          onChange={(event) => set({ score: event.currentTarget.value })}
        />
      ) : (
        <MatchFields match={of.visit} of={named} onChange={(visit) => set({ visit })} />
      )}
      <Button size="compact-xs" variant="subtle" aria-label={`Remove ${named}`} onClick={() => onChange(null)}>
        Remove
      </Button>
    </div>
  );
}
