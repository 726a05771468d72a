import { Button } from '@mantine/core';
import type { ComponentType } from 'react';
import { changedAt } from './templates.js';

export interface PartProps<Part> {
  of: Part;
  /** Null: taken away. */
  onChange: (of: Part | null) => void;
}

interface PartsProps<Part> {
  legend: string;
  add: string;
  of: Part[];
  fresh: (among: Part[]) => Part;
  One: ComponentType<PartProps<Part>>;
  onChange: (of: Part[]) => void;
}

/** The parts of a template, each with its fields, and one more when asked for. */
export function TemplateParts<Part extends { id: string }>({
  legend,
  add,
  of,
  fresh,
  One,
  onChange,
}: PartsProps<Part>) {
  return (
    <fieldset className="kw-template-part">
      <legend>{legend}</legend>
      {of.map((one, place) => (
        <One key={one.id} of={one} onChange={(next) => onChange(changedAt(of, place, next))} />
      ))}
      <Button size="compact-sm" variant="default" onClick={() => onChange([...of, fresh(of)])}>
        {add}
      </Button>
    </fieldset>
  );
}
