/** The alphabet of GSM 03.38; characters of the extension take two places. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

const PLACES = new Map([
  ...Array.from(BASIC).map((c) => [c, 1] as const),
  ...Array.from(EXTENSION).map((c) => [c, 2] as const),
]);

export interface SmsLength {
  /** One character outside the GSM alphabet (a curly quote, an emoji) makes the whole text UCS-2. */
  encoding: 'GSM-7' | 'UCS-2';
  /** Septets or 16-bit units. */
  units: number;
  segments: number;
}

/** How many messages the networks make of one text: 160 units, or 153 each when there are several; UCS-2 70 and 67. */
export function smsSegments(text: string): SmsLength {
  const characters = Array.from(text);
  const places = characters.map((character) => PLACES.get(character));
  const gsm = places.every((place) => place !== undefined);
  const widths = gsm ? places.map((place) => place ?? 0) : characters.map((character) => character.length);
  const units = widths.reduce((sum, width) => sum + width, 0);
  const [single, each] = gsm ? [160, 153] : [70, 67];
  return {
    encoding: gsm ? 'GSM-7' : 'UCS-2',
    units,
    segments: units === 0 ? 0 : units <= single ? 1 : filled(widths, each),
  };
}

/** A character of two places is never cut: it begins the next segment. */
function filled(widths: readonly number[], each: number): number {
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > each) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}
