/** `31/12/2026`, `31.12.2026 14:05`, `1-5-2026, 2:05:00 pm`; years of two digits are not guessed at. */
const WRITTEN =
  /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s*([ap])\.?m\.?)?(?:\s?(Z|[+-]\d{2}:?\d{2}))?)?$/i;

/** A date, or date and time, written day first, as ISO 8601 writes it; `null` when it is not that. */
export function isoOfDayFirst(text: string): string | null {
  const [, day = '', , month = '', year = '', hour, minute, second = '00', half, offset = ''] =
    WRITTEN.exec(text) ?? [];
  if (year === '') return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined || minute === undefined) return date;
  const hours = half === undefined ? Number(hour) : hoursOfHalf(Number(hour), half.toLowerCase());
  if (hours === null) return null;
  return `${date} ${String(hours).padStart(2, '0')}:${minute}:${second}${offset.toUpperCase()}`;
}

/** 12 am is midnight, 12 pm noon; 14 pm is nothing. */
function hoursOfHalf(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}
