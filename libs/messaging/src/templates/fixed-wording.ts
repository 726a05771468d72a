/**
 * Wordings that nobody edits: what follows an opt-out or a call for help is the law's business, not a practice's style (C-05, C-13).
 * An unknown language gets English. Letters stay within the GSM alphabet.
 */
interface Wording {
  optOutLine: string;
  optedOut: (practice: string) => string;
  optedIn: (practice: string) => string;
  help: (practice: string, phone: string | null) => string;
}

const WORDINGS: Record<string, Wording> = {
  en: {
    optOutLine: 'Reply STOP to opt out.',
    optedOut: (practice) =>
      `${practice}: you will get no more automated messages from us. Reply START if you want them again.`,
    optedIn: (practice) => `${practice}: you will get our messages again. Reply STOP to opt out.`,
    help: (practice, phone) =>
      `${practice}: messages about your visits.${phone === null ? '' : ` Call us on ${phone}.`} Reply STOP to opt out.`,
  },
  de: {
    optOutLine: 'Antworten Sie STOP, um keine mehr zu bekommen.',
    optedOut: (practice) =>
      `${practice}: Sie bekommen von uns keine automatischen Nachrichten mehr. Mit START bekommen Sie sie wieder.`,
    optedIn: (practice) => `${practice}: Sie bekommen unsere Nachrichten wieder. Mit STOP melden Sie sich ab.`,
    help: (practice, phone) =>
      `${practice}: Nachrichten zu Ihren Terminen.${phone === null ? '' : ` Telefon ${phone}.`} Mit STOP melden Sie sich ab.`,
  },
  fr: {
    optOutLine: 'Répondez STOP pour ne plus en recevoir.',
    optedOut: (practice) =>
      `${practice}: vous ne recevrez plus de messages automatiques de notre part. Répondez START pour en recevoir à nouveau.`,
    optedIn: (practice) => `${practice}: vous recevrez à nouveau nos messages. Répondez STOP pour ne plus en recevoir.`,
    help: (practice, phone) =>
      `${practice}: messages sur vos rendez-vous.${phone === null ? '' : ` Téléphone ${phone}.`} Répondez STOP pour ne plus en recevoir.`,
  },
};

const wordingOf = (language: string): Wording =>
  WORDINGS[language.toLowerCase().split('-')[0] ?? ''] ?? (WORDINGS.en as Wording);

/** The text with the line that the first message and at least every thirtieth day's must carry; when, is the caller's to know (C-13). */
export function withOptOutLine(text: string, language: string): string {
  return `${text.trimEnd()}\n${wordingOf(language).optOutLine}`;
}

/** The one answer to an opt-out (C-05). */
export function optOutConfirmation(practiceName: string, language: string): string {
  return wordingOf(language).optedOut(practiceName);
}

/** The answer to START after a STOP. */
export function optInConfirmation(practiceName: string, language: string): string {
  return wordingOf(language).optedIn(practiceName);
}

/** The answer to HELP. */
export function helpAnswer(practiceName: string, phone: string | null, language: string): string {
  return wordingOf(language).help(practiceName, phone);
}
