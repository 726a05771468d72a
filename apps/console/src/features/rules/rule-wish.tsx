import { Button, NativeSelect } from '@mantine/core';
import { useId } from 'react';
import type { Rule, WantedMode } from '../../api.rules.types.js';
import { ChoiceKeys } from '../../ui/choice-keys.js';
import { IconX } from '../../ui/icons.js';
import { Section } from '../../ui/section.js';
import { ruleWords } from '../worklist/words.js';
import { MODE_MEANS, MODES, MODE_WORDS } from './mode-words.js';
import { ThresholdFields } from './threshold-fields.js';
import type { Place } from './use-locations.js';
import { asItStands, isChange, standing, type Wanted } from './wanted.js';

/** `NativeSelect` knows texts alone. */
const WHOLE_PRACTICE = '';

interface RuleWishProps {
  rule: Rule;
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
  /** Locations that the draft does not change this rule for besides; and whether the practice as a whole is free. */
  places: readonly Place[];
  isPracticeFree: boolean;
  onRemove: (() => void) | undefined;
  /** Among many: thresholds are folded, and the choices small. */
  isOneOfMany: boolean;
  /** What the server said of it: of one threshold, or of the change. */
  problem: { threshold: string | null; says: string } | null;
}

/** How one rule is to be set in one place. */
export function RuleWish(props: RuleWishProps) {
  const { rule, wanted, onChange, places, isPracticeFree, onRemove, isOneOfMany, problem } = props;
  const there = standing(rule, wanted.locationId);
  const modes: readonly WantedMode[] = wanted.locationId !== null && there.isOwn ? [...MODES, 'as_practice'] : MODES;
  const name = `${rule.rule} ${ruleWords(rule.name)}`;
  const isAtField = problem !== null && problem.threshold !== null && wanted.values[problem.threshold] !== undefined;
  const fields = (
    <ThresholdFields
      thresholds={there.thresholds}
      values={wanted.values}
      onChange={(values) => onChange({ ...wanted, values })}
      problem={isAtField ? { name: problem.threshold ?? '', says: problem.says } : null}
    />
  );
  return (
    <Section
      title={name}
      aside={
        onRemove !== undefined && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconX size={14} />}
            aria-label={`Take ${rule.rule} out of the change`}
            onClick={onRemove}
          >
            Take out
          </Button>
        )
      }
    >
      <div className="kw-draft-fields" data-compact={isOneOfMany || undefined}>
        <p className="kw-quiet kw-flat">{rule.says}</p>
        <NativeSelect
          label="Where"
          data={[...(isPracticeFree ? [{ value: WHOLE_PRACTICE, label: 'The whole practice' }] : []), ...places]}
          value={wanted.locationId ?? WHOLE_PRACTICE}
          onChange={({ currentTarget: { value } }) =>
            onChange(asItStands(rule, value === WHOLE_PRACTICE ? null : value))
          }
        />
        <ChoiceKeys
          label="Set to"
          small={isOneOfMany}
          choices={modes.map((mode) => ({
            value: mode,
            label: `${MODE_WORDS[mode]}${mode === there.mode ? ', as now' : ''}`,
            ...(isOneOfMany ? {} : { hint: MODE_MEANS[mode] }),
          }))}
          chosen={wanted.mode}
          onChoose={(mode) => onChange({ ...wanted, mode: mode as WantedMode })}
        />
        {wanted.mode === 'as_practice' ? (
          <p className="kw-quiet kw-flat">Its thresholds there become those of the practice again.</p>
        ) : there.thresholds.length === 0 ? (
          <p className="kw-quiet kw-flat">This rule has no thresholds.</p>
        ) : isOneOfMany ? (
          <Folded count={there.thresholds.length} isOpen={isAtField}>
            {fields}
          </Folded>
        ) : (
          fields
        )}
        {problem !== null && !isAtField && (
          <p className="kw-flat kw-wrong" role="alert">
            {problem.says}
          </p>
        )}
        {isOneOfMany && !isChange(rule, wanted) && (
          <p className="kw-quiet kw-flat">So it stands now already. Change it, or take it out.</p>
        )}
      </div>
    </Section>
  );
}

function Folded({ count, isOpen, children }: { count: number; isOpen: boolean; children: React.ReactNode }) {
  const id = useId();
  return (
    <details open={isOpen || undefined}>
      <summary id={id}>{count === 1 ? 'Its threshold' : `Its ${count} thresholds`}</summary>
      <div className="kw-draft-fields kw-folded" role="group" aria-labelledby={id}>
        {children}
      </div>
    </details>
  );
}
