export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/** The passwords of twelve and more characters that lists of stolen ones hold most often. */
const WELL_KNOWN = new Set([
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'password2024',
  'password2025',
  'password2026',
  'passw0rd1234',
  'p@ssw0rd1234',
  'p@ssword1234',
  'administrator',
  'adminadminadmin',
  'administrator1',
  'letmeinletmein',
  'welcome12345',
  'welcome123456',
  'welcomewelcome',
  'changemechangeme',
  'changeme1234',
  'iloveyou1234',
  'iloveyouiloveyou',
  'qwertyuiopas',
  'qwertyuiop123',
  'qwertyuiop[]',
  'qwertyqwerty',
  'qwerty123456',
  'qwerty1234567',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t6y7u',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'zaq12wsxcde3',
  'asdfghjkl123',
  "asdfghjkl;'",
  'zxcvbnm12345',
  'abc123abc123',
  'abcd1234abcd',
  'abcdefghijkl',
  'abcdefghijklm',
  'abcdefg12345',
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456123456',
  '123123123123',
  '012345678910',
  '0123456789012',
  '987654321098',
  '098765432109',
  '111222333444',
  '112233445566',
  '123456789abc',
  '123456789qwe',
  'qwe123qwe123',
  'monkeymonkey',
  'dragondragon',
  'sunshine1234',
  'princess1234',
  'football1234',
  'baseball1234',
  'superman1234',
  'michael12345',
  'jesuschrist1',
  'trustno1trustno1',
  'correcthorsebatterystaple',
  'thisismypassword',
  'mypassword123',
]);

/**
 * Why a password is refused, or null (safety I-02). Length decides, not kinds of characters; words that anyone would try
 * for this person or this clinic do not count towards it.
 */
export function whyRefused(
  password: string,
  context: { email: string; displayName: string; practiceNames: string[] },
): string | null {
  const normal = password.normalize('NFKC');
  const length = charactersOf(normal);
  if (length < SHORTEST_PASSWORD)
    return `A password has at least ${SHORTEST_PASSWORD} characters; a few words in a row are easiest.`;
  if (length > LONGEST_PASSWORD) return `A password has at most ${LONGEST_PASSWORD} characters.`;
  const lower = normal.toLowerCase();
  if (WELL_KNOWN.has(lower) || isOneShortPatternRepeated(lower))
    return 'This password is among the first that are tried; choose another.';
  const without = contextWords(context).reduce((rest, word) => rest.replaceAll(word, ''), lower);
  if (without !== lower && charactersOf(without.replace(/[^\p{L}\p{N}]/gu, '')) < SHORTEST_PASSWORD / 2) {
    return 'This password is built from names that anyone would try; choose another.';
  }
  return null;
}

function contextWords({
  email,
  displayName,
  practiceNames,
}: {
  email: string;
  displayName: string;
  practiceNames: string[];
}): string[] {
  const phrases = ['keepwell', 'password', email, ...practiceNames, displayName];
  const words = phrases
    .flatMap((phrase) => phrase.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4);
  // Longest first, so that a short word does not hide inside a longer one.
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

/** `aaaaaaaaaaaa`, `abcabcabcabc`: four characters or fewer, over and over. */
function isOneShortPatternRepeated(text: string): boolean {
  return [1, 2, 3, 4].some(
    (size) =>
      text ===
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .slice(0, text.length),
  );
}

/** Code points: an emoji counts once. */
function charactersOf(text: string): number {
  return Array.from(text).length;
}
