/**
 * Wordings that a retention message must not have. English alone: in another language the second person who approves is the check.
 * Each is looked for in the text without its fields, so that the name of a practice or of a patient is never taken for one.
 */
interface Wording {
  pattern: RegExp;
  says: (found: string) => string;
}

const word = (...alternatives: string[]) => new RegExp(`(?<![\\w-])(?:${alternatives.join('|')})(?![\\w-])`, 'i');

/** A service message that offers something is marketing, whatever it is called (C-12). */
const OFFERS: Wording = {
  pattern: word(
    '\\d+ ?% ?(?:off|discount|less|cheaper)',
    '\\d+ percent off',
    '(?:[$£€] ?\\d+|\\d+ ?[$£€]|half price|half-price) ?off',
    'half[ -]price',
    'discount(?:s|ed)?',
    '(?:special|limited|exclusive|introductory) offers?',
    'on us',
    'offer ends',
    'free (?!to )[\\w-]+',
    'for free',
    'complimentary',
    'vouchers?',
    'coupons?',
    'promo(?:tion|tional| code)?s?',
    'sale',
    'deals?',
    'gift cards?',
    'win a',
    'refer a friend',
    'new (?:treatment|service|product|package)s?',
    'upgrade(?: now| today)?',
    'buy (?:now|one)',
    'package deal',
    'save (?:up to )?[$£€]? ?\\d+',
  ),
  says: (found) => `"${found}" makes an offer: a service text must not. Take it out, or make this a marketing text.`,
};

/** No pressure, no shame, no alarm (S0-24, S3-16, S3-51). */
const PRESSURE: Wording = {
  pattern: word(
    'last chance',
    'final (?:notice|reminder|warning|chance)',
    'act (?:now|fast|today)',
    "(?:don't|do not|dont) (?:miss|wait|delay|put it off)",
    'hurry',
    'urgent(?:ly)?',
    'immediately',
    'book now',
    "before it(?:’|')?s too late",
    'too late',
    'you (?:must|have to|need to)',
    'running out',
    'limited (?:time|spots|places|spaces|availability)',
    'only \\d+ (?:spots|places|slots|spaces|days?) left',
    "you(?:’|')?ve? (?:failed|neglected|ignored)",
    'you (?:failed|neglected|ignored|missed out)',
    'disappointed',
    'while (?:stocks|places) last',
    'now or never',
  ),
  says: (found) => `"${found}" puts pressure on the patient. Say what is possible instead.`,
};

/** Advice on care is the clinician's; and what somebody is treated for is nobody else's business (S3-02, M-01). */
const CLINICAL: Wording = {
  pattern: word(
    'diagnos(?:is|es|ed|e|tic)',
    'prognosis',
    'symptoms?',
    'prescri(?:be|bed|ption|ptions)',
    'medications?',
    'medicines?',
    'dos(?:e|es|age|ing)',
    'side[ -]effects?',
    'test results?',
    'lab results?',
    'blood (?:test|tests|work|pressure)',
    'surgery',
    'injections?',
    'injur(?:y|ies|ed)',
    'pains?',
    'painful',
    'disease',
    'disorder',
    'illness',
    'infection',
    'cancer',
    'diabetes',
    'depression',
    'pregnan(?:t|cy)',
    'your (?:condition|recovery|rehab|treatment plan|injury|weight|results?)',
    'recover(?:y|ing)? (?:fully|faster|from)',
    '(?:stop|start|keep|continue|avoid|increase|reduce) taking',
    'you should (?:take|stop|avoid|rest|exercise|ice|stretch|not)',
    'we (?:advise|prescribe|diagnose)',
    'medically (?:necessary|advised)',
    'get(?:ting)? worse',
    'relapse',
    'risk of',
    'cure[sd]?',
    'heal(?:s|ed|ing)?',
  ),
  says: (found) =>
    `"${found}" is clinical: a message says nothing of what somebody is treated for and gives no advice on care. Take it out.`,
};

/** What is wrong with the words of a text; its fields are left out before. */
export function wordProblems(text: string, purpose: 'service' | 'marketing'): string[] {
  const words = text
    .replace(/\{\{.*?\}\}|\{%.*?%\}/gs, ' … ')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ');
  const kinds = purpose === 'service' ? [OFFERS, PRESSURE, CLINICAL] : [PRESSURE, CLINICAL];
  return kinds.flatMap(({ pattern, says }) =>
    [...new Set([...words.matchAll(new RegExp(pattern, 'gi'))].map(([found]) => found.toLowerCase()))].map(says),
  );
}
