import { Injectable } from '@nestjs/common';
import { CaseBriefQueries, ContactQueries, PracticeSettingsQueries } from '@keepwell/database';
import type { BriefFacts, CaseInWork, Transaction } from '@keepwell/database';
import {
  CALL_OUTCOMES,
  CHANNELS,
  CLOSE_REASONS,
  dateAt,
  DECLINE_REASONS,
  mayContact,
  MOST_ATTEMPTS,
  NEXT_REASONS,
  READINESS,
  recommendRoute,
  REST_DAYS,
  SENTIMENTS,
  SNOOZE_REASONS,
  snoozeChoices,
} from '@keepwell/domain';
import type { Channel, ContactVerdict, OpeningDays } from '@keepwell/domain';
import { normalisePhone } from '@keepwell/messaging';
import type { Caller } from '../auth/caller.js';
import { Problem } from '../http/problem.js';
import { ContactRoom } from '../outreach/contact-room.js';
import { verdictAnswer } from '../outreach/dto/contact-verdict.dto.js';
import { briefSentences } from './brief-sentences.js';
import { CaseDesk } from './case-desk.js';
import type { BriefDto, HandContactDto, RecommendationDto } from './dto/case-in-hand.dto.js';
import { GuardianChoice } from './guardian-choice.js';
import { TalkTracks } from './talk-tracks.js';

const DAY_MS = 86_400_000;
/** What passes by itself does not speak against a sequence: it waits. */
const PASSING = new Set(['quiet_hours', 'holiday', 'daily_cap', 'weekly_cap', 'in_hand']);

type Verdicts = Record<Channel, ContactVerdict>;

/** What whoever has a case in hand is shown: whom to reach and how, and what to know before. */
@Injectable()
export class BriefService {
  constructor(
    private readonly desk: CaseDesk,
    private readonly briefs: CaseBriefQueries,
    private readonly settings: PracticeSettingsQueries,
    private readonly contacts: ContactQueries,
    private readonly room: ContactRoom,
    private readonly tracks: TalkTracks,
    private readonly guardians: GuardianChoice,
  ) {}

  async contact(tx: Transaction, caller: Caller, { personId }: CaseInWork): Promise<HandContactDto> {
    const contact = await this.briefs.contact(tx, personId, this.desk.now());
    if (contact === null) throw new Problem('case_moved_on', 'The records of this patient are gone.');
    const place = (await this.settings.current(tx))?.settings.place ?? null;
    const href = (phone: string | null) => dialled(phone, place);
    const guardian = contact.isMinor ? await this.guardians.of(tx, caller.practiceId, contact) : null;
    // E05: a minor is reached by a guardian alone.
    const phone = contact.isMinor ? null : contact.phone;
    return {
      phone,
      phoneHref: href(phone),
      email: contact.isMinor ? null : contact.email,
      guardian: guardian === null ? null : { ...guardian, phoneHref: href(guardian.phone) },
      household: contact.household,
    };
  }

  async brief(tx: Transaction, caller: Caller, { id, personId }: CaseInWork): Promise<BriefDto> {
    const now = this.desk.now();
    const opening = await this.desk.opening(tx, id);
    const facts = await this.briefs.facts(tx, id, now);
    const verdicts = await this.verdicts(tx, caller, personId, id);
    return {
      says: briefSentences(facts, opening),
      recommended: recommended(facts, opening, now, verdicts),
      talkTrack: await this.tracks.of(facts.specialty, facts.rules),
      outcomes: CALL_OUTCOMES.map((outcome) => ({
        ...outcome,
        needs: [...outcome.needs],
        nextKinds: [...outcome.nextKinds],
      })),
      nextReasons: [...NEXT_REASONS],
      declineReasons: [...DECLINE_REASONS],
      closeReasons: Object.entries(CLOSE_REASONS).map(([closing, reasons]) => ({ closing, reasons: [...reasons] })),
      snoozePresets: snoozeChoices(now.getTime(), opening).map((choice) => ({
        ...choice,
        wakesAt: new Date(choice.wakesAt).toISOString(),
      })),
      snoozeReasons: [...SNOOZE_REASONS],
      sentiments: [...SENTIMENTS],
      readiness: [...READINESS],
      verdicts: {
        sms: verdictAnswer(verdicts.sms),
        email: verdictAnswer(verdicts.email),
        call: verdictAnswer(verdicts.call),
      },
    };
  }

  /** X05 in small: what would be asked again before anything leaves, asked now. A call is made by hand, a text by the machine. */
  private async verdicts(tx: Transaction, caller: Caller, personId: string, caseId: string): Promise<Verdicts> {
    const reader = await this.room.reader(tx, caller.practiceId);
    const at = this.desk.now().getTime();
    const verdicts: Partial<Verdicts> = {};
    for (const channel of CHANNELS) {
      const ask = { channel, purpose: 'service', at, caseId, askedBy: caller.userId } as const;
      const facts = await this.contacts.facts(tx, caller.practiceId, personId, ask, reader);
      if (facts === null) throw new Problem('case_moved_on', 'The records of this patient are gone.');
      verdicts[channel] = mayContact({ channel, byHand: channel === 'call', purpose: 'service', at }, facts);
    }
    return verdicts as Verdicts;
  }
}

/** For a link that dials: E.164 where the number can be understood, else as it stands. */
function dialled(phone: string | null, place: string | null): string | null {
  if (phone === null) return null;
  const plain = phone.replace(/[^+\d]/g, '');
  return `tel:${normalisePhone(phone, place?.slice(0, 2) ?? null) ?? plain}`;
}

function recommended(facts: BriefFacts, opening: OpeningDays, now: Date, verdicts: Verdicts): RecommendationDto {
  const { snoozedUntil, lastUnansweredAt, unansweredIn14Days } = facts;
  const day = (instant: string | null) => (instant === null ? null : dateAt(Date.parse(instant), opening));
  const rests = unansweredIn14Days >= MOST_ATTEMPTS && lastUnansweredAt !== null;
  return recommendRoute({
    ...facts,
    now: now.getTime(),
    since: Date.parse(facts.since),
    mayCall: verdicts.call.allowed,
    mayMessage: mayWait(verdicts.sms) || mayWait(verdicts.email),
    askedUntil: day(snoozedUntil),
    today: dateAt(now.getTime(), opening),
    restsUntil: rests ? dateAt(Date.parse(lastUnansweredAt) + REST_DAYS * DAY_MS, opening) : null,
  });
}

function mayWait({ because }: ContactVerdict): boolean {
  return because.every(({ code }) => PASSING.has(code));
}
