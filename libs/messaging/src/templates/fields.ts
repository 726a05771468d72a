/** What a field may be shown in (M-01): 0 anybody may know, 1 who it is, 2 that and when there is a visit, 3 clinical or money. */
export type FieldClass = 0 | 1 | 2 | 3;

export interface TemplateFieldKind {
  class: FieldClass;
  /** What kind of record it is taken from. */
  source: string;
  /** Stands for the value where a text is checked before there is a patient: on the long side of what is usual. */
  sample: string;
}

/**
 * The closed list of what a text may name. Class 3 is listed so that its use is refused by name, with the reason, instead of as
 * a word nobody knows.
 */
export const TEMPLATE_FIELDS = {
  'practice.name': { class: 0, source: 'practice', sample: 'Riverside Health Centre' },
  'practice.phone': { class: 0, source: 'practice', sample: '+44 20 7946 0018' },
  'location.name': { class: 0, source: 'location', sample: 'Riverside North' },
  'coordinator.name': { class: 0, source: 'user', sample: 'Alexandra' },
  'patient.givenName': { class: 1, source: 'patient', sample: 'Christopher' },
  'patient.familyName': { class: 1, source: 'patient', sample: 'Montgomery' },
  'guardian.givenName': { class: 1, source: 'patient', sample: 'Christopher' },
  'practitioner.name': { class: 2, source: 'practitioner', sample: 'Dr Montgomery' },
  'appointment.lastVisitOn': { class: 2, source: 'appointment', sample: 'Wednesday 30 September' },
  'appointment.lostOn': { class: 2, source: 'appointment', sample: 'Wednesday 30 September' },
  'service.name': { class: 3, source: 'service', sample: 'Lower back assessment' },
  'plan.line': { class: 3, source: 'plan', sample: 'Lower back' },
  'plan.visitsLeft': { class: 3, source: 'plan', sample: '7' },
  'package.unitsLeft': { class: 3, source: 'package', sample: '7' },
  'invoice.balance': { class: 3, source: 'invoice', sample: '120.00' },
  'score.value': { class: 3, source: 'score', sample: '42' },
} as const satisfies Record<string, TemplateFieldKind>;

export type TemplateField = keyof typeof TEMPLATE_FIELDS;

export function isTemplateField(name: string): name is TemplateField {
  return Object.hasOwn(TEMPLATE_FIELDS, name);
}

/** The value as a text shows it, and the record it stands in. An absent or blank one is an empty field: no text is made with it. */
export interface FactValue {
  value: string | null;
  recordId: string | null;
}

export type TemplateFacts = Partial<Record<TemplateField, FactValue>>;
