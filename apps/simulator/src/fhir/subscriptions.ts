import { request } from 'node:http';
import type { LivingPractice, Standing } from '../living/living-practice.js';
import type { Content, Json } from './resource.js';

/** How notifications go wrong on their way. `every: n`: each n-th of them. */
export interface SubscriptionHabits {
  drop?: { every: number };
  duplicate?: { every: number };
  /** Each n-th is kept back until the next one has gone. */
  reorder?: { every: number };
}

export interface SubscriptionOptions {
  endpoint: string;
  /** Sent as `Authorization: Bearer …`. */
  secret: string;
  payload?: 'empty' | 'id-only' | 'full-resource';
  habits?: SubscriptionHabits;
}

/** A rest-hook subscription to everything that changes, as the topic-based backport has it. */
export class Subscription {
  readonly name: string;
  /** What the endpoint answered, call by call. */
  readonly answers: number[] = [];
  private events = 0;
  private status: 'active' | 'off' | 'error' = 'active';
  private kept: Json | null = null;
  private sending: Promise<void> = Promise.resolve();
  private readonly stop: () => void;

  constructor(
    id: string,
    living: LivingPractice,
    private readonly render: (standing: Standing) => { contents: Content[] },
    private readonly options: SubscriptionOptions,
  ) {
    this.name = `Subscription/${id}`;
    this.stop = living.onChange((standing) => {
      if (this.status !== 'active') return;
      for (const content of this.render(standing).contents) this.tell(content);
    });
    this.send(this.bundle('handshake', []));
  }

  /** A sign of life: says how many events there were, and brings none. */
  heartbeat(): void {
    if (this.kept !== null) this.send(this.kept);
    this.kept = null;
    this.send(this.bundle('heartbeat', []));
  }

  /** Says once that it tells nothing any more, and tells nothing any more. */
  end(status: 'off' | 'error'): void {
    this.status = status;
    this.send(this.bundle('heartbeat', []));
    this.stop();
  }

  /** Until everything that was to be sent has been answered. */
  async settled(): Promise<void> {
    await this.sending;
  }

  private tell(content: Content): void {
    this.events += 1;
    const number = this.events;
    const { drop, duplicate, reorder } = this.options.habits ?? {};
    const bundle = this.bundle('event-notification', [content]);
    const falls = (habit: { every: number } | undefined) => habit !== undefined && number % habit.every === 0;
    if (falls(drop)) return;
    if (falls(reorder) && this.kept === null) {
      this.kept = bundle;
      return;
    }
    this.send(bundle);
    if (falls(duplicate)) this.send(bundle);
    if (this.kept !== null) this.send(this.kept);
    this.kept = null;
  }

  private bundle(type: string, contents: Content[]): Json {
    const { payload = 'id-only' } = this.options;
    const focus = ({ resourceType, id }: Content) => ({ reference: `${resourceType}/${id}` });
    const status: Json = {
      ...{ resourceType: 'SubscriptionStatus', status: this.status, type },
      eventsSinceSubscriptionStart: String(this.events),
      subscription: { reference: this.name },
      notificationEvent: contents.map((content) => ({
        eventNumber: String(this.events),
        focus: payload === 'empty' ? undefined : focus(content),
      })),
    };
    const entries = payload === 'full-resource' ? contents : [];
    return {
      ...{ resourceType: 'Bundle', type: 'history' },
      entry: [{ resource: status }, ...entries.map((resource) => ({ resource }))],
    };
  }

  /** One after the other, as this server does. */
  private send(bundle: Json): void {
    const { endpoint, secret } = this.options;
    this.sending = this.sending.then(async () => {
      this.answers.push(await post(endpoint, secret, JSON.stringify(bundle)));
    });
  }
}

/** The status that was answered; 0 where nobody did. */
function post(endpoint: string, secret: string, body: string): Promise<number> {
  const headers = { 'content-type': 'application/fhir+json', authorization: `Bearer ${secret}` };
  return new Promise((resolve) => {
    const sent = request(endpoint, { method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}
