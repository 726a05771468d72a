import { isElement, isResource, many, number, one, text, type Element, type Resource } from '../element.js';

/** What a notification of a topic-based subscription says: SubscriptionStatus (R4B, R5) or Parameters (R4 backport). */
export interface Notification {
  type: string;
  /** `Subscription/ID`. */
  subscription: string;
  /** `active`, `error`, `off`, `requested`; null where it is not said. */
  status: string | null;
  /** How many events there were since the subscription began, this one included. */
  total: number | null;
  events: { number: number | null; at: string | null; focus: string | null }[];
  /** Resources that came with it. */
  resources: Resource[];
}

/** Null: the Bundle is no notification. */
export function readBundle(bundle: Resource): Notification | null {
  const [first, ...rest] = many(bundle, 'entry').flatMap(({ resource }) => (isResource(resource) ? [resource] : []));
  if (first === undefined) return null;
  const status = first.resourceType === 'Parameters' ? fromParameters(first) : first;
  if (status.resourceType !== 'SubscriptionStatus' && first.resourceType !== 'Parameters') return null;
  const subscription = /Subscription\/[A-Za-z0-9\-.]{1,64}$/.exec(
    text(one(status, 'subscription'), 'reference') ?? '',
  )?.[0];
  const type = text(status, 'type');
  if (subscription === undefined || type === null) return null;
  return {
    ...{ type, subscription, status: text(status, 'status') },
    total: wholeOf(status, 'eventsSinceSubscriptionStart'),
    events: many(status, 'notificationEvent').map((event) => ({
      number: wholeOf(event, 'eventNumber'),
      at: text(event, 'timestamp'),
      focus: text(one(event, 'focus'), 'reference'),
    })),
    resources: rest,
  };
}

/** The R4 backport says the same as named parameters; an element of ours under each name of SubscriptionStatus. */
function fromParameters(parameters: Element): Element {
  const flat: Record<string, unknown> = {};
  for (const parameter of many(parameters, 'parameter')) {
    const name = CAMEL[text(parameter, 'name') ?? ''] ?? text(parameter, 'name') ?? '';
    const parts = many(parameter, 'part');
    if (parts.length > 0) {
      const event = fromParameters({ parameter: parts });
      flat[name] = [...(Array.isArray(flat[name]) ? (flat[name] as unknown[]) : []), event];
    } else flat[name] = Object.entries(parameter).find(([key]) => key.startsWith('value'))?.[1];
  }
  return flat;
}

const CAMEL: Record<string, string> = {
  'events-since-subscription-start': 'eventsSinceSubscriptionStart',
  'notification-event': 'notificationEvent',
  'event-number': 'eventNumber',
};

/** Counted as text in FHIR (`integer64`), as a number by some servers. */
function wholeOf(element: Element, name: string): number | null {
  const said = text(element, name);
  const value = said !== null && /^\d{1,15}$/.test(said) ? Number(said) : number(element, name);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export function isBundle(value: unknown): value is Resource {
  return isElement(value) && value['resourceType'] === 'Bundle';
}
