import { Button, CloseButton, Kbd, Select, TextInput } from '@mantine/core';
import { useEffect, useState, type RefObject } from 'react';
import type { CaseState, WorklistCounts, WorklistSort } from '../../api.types.js';
import { IconAdjustments, IconSearch } from '../../ui/icons.js';
import { useListMemory } from './list-memory.js';
import { useInterestsOf } from './use-worklist.js';
import { isNarrowed, type View } from './view.js';
import { CASE_STATES, ruleWords, SORTS } from './words.js';

const SETTLE_MS = 250;
const RULE_ID = /^[RP]\d{2}$/;

interface FiltersProps {
  view: View;
  /** What the shown tab can be narrowed by. */
  options: WorklistCounts | undefined;
  onChange: (changes: Partial<View>, replace?: boolean) => void;
  searchField: RefObject<HTMLInputElement | null>;
}

/** One filter model; its values live in the address bar, the text in memory. */
export function WorklistFilters({ view, options, onChange, searchField }: FiltersProps) {
  const { text, setText } = useListMemory();
  const option = (value: string, label: string, count: number) => ({
    value,
    label: `${label} (${count.toLocaleString('en-GB')})`,
  });
  const clear = () => {
    setText('');
    onChange({
      rule: undefined,
      locationId: undefined,
      practitionerId: undefined,
      state: undefined,
      interest: undefined,
    });
  };
  const [isOpen, setOpen] = useState(false);
  const inUse = [view.rule, view.locationId, view.practitionerId, view.state, view.interest].filter(
    (value) => value !== undefined,
  ).length;
  return (
    <div className="kw-filters" role="search" aria-label="Filter the list" data-open={isOpen || undefined}>
      <SearchField text={text} onSettled={setText} field={searchField} />
      <Button
        variant="default"
        className="kw-filters-toggle"
        leftSection={<IconAdjustments size={16} />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Filters{inUse > 0 && ` (${inUse})`}
      </Button>
      <Select
        aria-label="Rule"
        placeholder="Any rule"
        data={withChosen(
          view.rule,
          options?.byRule.map((rule) => option(rule.rule, `${rule.rule} ${ruleWords(rule.name)}`, rule.count)),
        )}
        value={view.rule ?? null}
        onChange={(rule) => onChange({ rule: rule ?? undefined })}
        clearable
        searchable
      />
      <Select
        aria-label="Location"
        placeholder="Any location"
        data={withChosen(
          view.locationId,
          options?.byLocation.map((place) => option(place.id, place.name, place.count)),
        )}
        value={view.locationId ?? null}
        onChange={(locationId) => onChange({ locationId: locationId ?? undefined })}
        clearable
      />
      <Select
        aria-label="Practitioner"
        placeholder="Any practitioner"
        data={withChosen(
          view.practitionerId,
          options?.byPractitioner.map((person) => option(person.id, person.name, person.count)),
        )}
        value={view.practitionerId ?? null}
        onChange={(practitionerId) => onChange({ practitionerId: practitionerId ?? undefined })}
        clearable
        searchable
      />
      <Select
        aria-label="State"
        placeholder="Any state"
        data={CASE_STATES.map(({ state, label }) => ({ value: state, label }))}
        value={view.state ?? null}
        onChange={(state) => onChange({ state: (state as CaseState | null) ?? undefined })}
        clearable
      />
      <InterestFilter view={view} onChange={onChange} />
      <Select
        aria-label="Order"
        data={SORTS.map(({ sort, label }) => ({ value: sort, label }))}
        value={view.sort}
        onChange={(sort) => onChange({ sort: (sort as WorklistSort | null) ?? 'priority' })}
        allowDeselect={false}
        className="kw-filter-order"
      />
      {isNarrowed(view, text) && (
        <Button variant="subtle" onClick={clear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** What patients wish for; not there while nothing is said of anybody. An interest that nobody has any more takes itself out of the address. */
function InterestFilter({ view, onChange }: Pick<FiltersProps, 'view' | 'onChange'>) {
  const { isAnyKnown, options, isNobodys } = useInterestsOf(view.tab);
  const { interest } = view;
  const isGone = interest !== undefined && isNobodys(interest);
  useEffect(() => {
    if (isGone) onChange({ interest: undefined }, true);
  }, [isGone, onChange]);
  if (interest === undefined && !isAnyKnown) return null;
  const offered = options.map(({ interest: value, listed }) => ({
    value,
    label: `${value} (${(listed ?? 0).toLocaleString('en-GB')})`,
  }));
  return (
    <Select
      aria-label="Interest"
      placeholder="Any interest"
      data={
        interest === undefined || offered.some(({ value }) => value === interest)
          ? offered
          : [...offered, { value: interest, label: `${interest} (0)` }]
      }
      value={interest ?? null}
      onChange={(chosen) => onChange({ interest: chosen ?? undefined })}
      clearable
      searchable
    />
  );
}

/** A filter that leaves nobody on this tab still stands in the address, so it is shown and can be cleared. */
function withChosen(chosen: string | undefined, options: { value: string; label: string }[] = []) {
  if (chosen === undefined || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: RULE_ID.test(chosen) ? `${chosen} (0)` : 'Nobody here (0)' }];
}

function SearchField({
  text,
  onSettled,
  field,
}: {
  text: string;
  onSettled: (text: string) => void;
  field: RefObject<HTMLInputElement | null>;
}) {
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  if (seen !== text) {
    setSeen(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => onSettled(typed.trim()), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onSettled]);
  return (
    <TextInput
      ref={field}
      type="text"
      aria-label="Search by name or record id"
      placeholder="Search name or id"
      autoComplete="off"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? (
          <Kbd size="xs" aria-hidden className="kw-wide-only">
            /
          </Kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => setTyped('')} />
        )
      }
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        if (event.key === 'Enter') onSettled(typed.trim());
      }}
      className="kw-filter-search"
    />
  );
}
