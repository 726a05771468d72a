import type { Specialty } from '@keepwell/domain';
import type { Playbook, TalkTrack } from './playbook.js';

/**
 * The track for a conversation about these rules, the strongest first: of the specialty, else of `any`; for the first rule that one of
 * them speaks for. Null where the playbooks have none at all.
 */
export function talkTrackFor(
  playbooks: readonly Playbook[],
  specialty: Specialty | null,
  rules: readonly string[],
): TalkTrack | null {
  const own = tracksOf(playbooks, specialty);
  const general = tracksOf(playbooks, 'any');
  for (const rule of rules) {
    const track = [...own, ...general].find((candidate) => candidate.rules.includes(rule));
    if (track !== undefined) return track;
  }
  return [...own, ...general].find((candidate) => candidate.rules.length === 0) ?? null;
}

function tracksOf(playbooks: readonly Playbook[], specialty: Playbook['specialty'] | null): TalkTrack[] {
  return playbooks.find((playbook) => playbook.specialty === specialty)?.talkTracks ?? [];
}
