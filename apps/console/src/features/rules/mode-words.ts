import type { RuleDraft, WantedMode } from '../../api.rules.types.js';
import type { SignalTone } from '../../ui/signal.js';

export const MODES = ['on', 'shadow', 'off'] as const;

export const MODE_WORDS: Record<WantedMode, string> = {
  on: 'On',
  shadow: 'Shadow',
  off: 'Off',
  as_practice: 'As the practice',
};

export const MODE_MEANS: Record<WantedMode, string> = {
  on: 'lists patients',
  shadow: 'is tried out: it is asked and counted, and lists nobody',
  off: 'is not asked at all',
  as_practice: 'the location has nothing of its own',
};

export const MODE_TONES: Record<WantedMode, SignalTone> = {
  on: 'good',
  shadow: 'wait',
  off: 'quiet',
  as_practice: 'quiet',
};

export const DRAFT_WORDS: Record<RuleDraft['state'], { word: string; tone: SignalTone }> = {
  proposed: { word: 'Waits for its preview', tone: 'quiet' },
  previewing: { word: 'Everybody is being asked', tone: 'quiet' },
  ready: { word: 'To be approved', tone: 'wait' },
  stale: { word: 'Preview too old', tone: 'wait' },
  approved: { word: 'Approved', tone: 'good' },
  withdrawn: { word: 'Withdrawn', tone: 'quiet' },
};

export const isOpen = ({ state }: Pick<RuleDraft, 'state'>) => state !== 'approved' && state !== 'withdrawn';
/** Its preview is on its way: nothing tells when it is there, so it is asked for. */
export const isUnderWay = ({ state }: Pick<RuleDraft, 'state'>) => state === 'proposed' || state === 'previewing';
