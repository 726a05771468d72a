import { Alert, Button, Group, NativeSelect, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../api.js';
import type { Rule, WantedMode } from '../../api.rules.types.js';
import { ChoiceKeys } from '../../ui/choice-keys.js';
import { Section } from '../../ui/section.js';
import { useWorklistCounts } from '../worklist/use-worklist.js';
import { draftAddress, ruleAddress } from './addresses.js';
import { MODE_MEANS, MODES, MODE_WORDS } from './mode-words.js';
import { ThresholdFields } from './threshold-fields.js';
import { useDraftWork } from './use-rules.js';
import { asItStands, changeOf, isChange, problemAt, standing, type Wanted } from './wanted.js';

const FEWEST_LETTERS = 3;
const WHOLE_PRACTICE = '';

interface DraftFormProps {
  rule: Rule;
  /** What somebody meant when they came here. */
  meant: { mode: WantedMode | null; locationId: string | null };
}

/** A change of one rule, in the practice or at a location, with its reason. It only proposes: what follows is the preview. */
export function DraftForm({ rule, meant }: DraftFormProps) {
  const navigate = useNavigate();
  const { propose } = useDraftWork();
  const places = useLocations(rule);
  const [wanted, setWanted] = useState<Wanted>(() => {
    const now = asItStands(rule, meant.locationId);
    return meant.mode === null ? now : { ...now, mode: meant.mode };
  });
  const [reason, setReason] = useState('');
  const there = standing(rule, wanted.locationId);
  const problem = propose.error;
  const at = problem instanceof ApiProblem ? problemAt(problem.field) : null;
  const isAtField = at !== null && wanted.values[at] !== undefined;
  const changes = isChange(rule, wanted);
  const modes: readonly WantedMode[] = wanted.locationId !== null && there.isOwn ? [...MODES, 'as_practice'] : MODES;

  return (
    <form
      className="kw-draft-form"
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate(
          { reason: reason.trim(), changes: [changeOf(rule, wanted)] },
          { onSuccess: ({ id }) => void navigate(draftAddress(id), { replace: true }) },
        );
      }}
    >
      <Section title="What is to hold">
        <div className="kw-draft-fields">
          <NativeSelect
            label="Where"
            data={[{ value: WHOLE_PRACTICE, label: 'The whole practice' }, ...places]}
            value={wanted.locationId ?? WHOLE_PRACTICE}
            onChange={({ currentTarget: { value } }) =>
              setWanted(asItStands(rule, value === WHOLE_PRACTICE ? null : value))
            }
          />
          <ChoiceKeys
            label="Set to"
            choices={modes.map((mode) => ({
              value: mode,
              label: `${MODE_WORDS[mode]}${mode === there.mode ? ', as now' : ''}`,
              hint: MODE_MEANS[mode],
            }))}
            chosen={wanted.mode}
            onChoose={(mode) => setWanted({ ...wanted, mode: mode as WantedMode })}
          />
          {wanted.mode === 'as_practice' ? (
            <p className="kw-quiet kw-flat">Its thresholds there become those of the practice again.</p>
          ) : there.thresholds.length === 0 ? (
            <p className="kw-quiet kw-flat">This rule has no thresholds.</p>
          ) : (
            <ThresholdFields
              thresholds={there.thresholds}
              values={wanted.values}
              onChange={(values) => setWanted({ ...wanted, values })}
              problem={isAtField && problem !== null ? { name: at, says: problem.message } : null}
            />
          )}
        </div>
      </Section>
      <Section title="Why">
        <Textarea
          label="Reason"
          description="Stands in the history beside the change. Without names of patients."
          required
          minLength={FEWEST_LETTERS}
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {problem !== null && !isAtField && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {problem.message}
            {problem instanceof ApiProblem && problem.errors.map((one) => <div key={one}>{one}</div>)}
          </Alert>
        )}
        <Text size="sm" c="dimmed" mt="md">
          Nothing changes yet. Everybody on record is asked with it first, so that you and a second person see who would
          enter and who would leave the list.
        </Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => void navigate(ruleAddress(rule.rule))}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={propose.isPending}
            disabled={!changes || reason.trim().length < FEWEST_LETTERS}
            title={changes ? undefined : 'Nothing differs from what holds now'}
          >
            Propose and preview
          </Button>
        </Group>
      </Section>
    </form>
  );
}

/** Locations where somebody is on record with a case, and those that have a setting of their own. */
function useLocations(rule: Rule): { value: string; label: string }[] {
  const { counts } = useWorklistCounts('all');
  const found = new Map(rule.locations.map(({ location }) => [location.id, location.name]));
  for (const { id, name } of counts?.byLocation ?? []) if (id !== null) found.set(id, name);
  return [...found].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label));
}
