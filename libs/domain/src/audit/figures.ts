import type { PersonFacts } from '../facts.js';
import type { FigureSection, HasKind } from '../figures/figure.js';
import type { RecordKind } from '../records.js';
import { Sheet } from '../reports/sheet.js';
import type { AuditFigureSection } from './report.js';

const LISTS: Partial<Record<RecordKind, keyof Omit<PersonFacts, 'personId' | 'patients' | 'hasOneVersionEach'>>> = {
  appointment: 'appointments',
  plan: 'plans',
  recall: 'recalls',
  package: 'packages',
  membership: 'memberships',
  program: 'programs',
  invoice: 'invoices',
  payment: 'payments',
  score: 'scores',
  consent: 'consents',
  communication: 'communications',
};

/** An empty file is data; where nobody says which files there were, a record is. */
export function hasKind(persons: readonly PersonFacts[], kinds: readonly RecordKind[] | undefined): HasKind {
  return (kind) => {
    if (kinds !== undefined) return kinds.includes(kind);
    const list = LISTS[kind];
    return list !== undefined && persons.some((person) => (person[list]?.length ?? 0) > 0);
  };
}

/** A section as an audit prints it: labels from the metric dictionary, numbers without the people behind them. */
export function auditFigures({ id, title, figures, notes }: FigureSection): AuditFigureSection {
  const sheet = new Sheet('live');
  const items = figures.map((figure) => {
    const { label, unit, numerator, denominator, value, says } = sheet.number({ ...figure, span: 'end' });
    const name = [figure.metric, ...(figure.key === undefined ? [] : [figure.key])].join('.');
    return { id: name, label, unit, numerator, denominator, value, says };
  });
  return { id, title, items, notes };
}
