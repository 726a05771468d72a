import { ApiProperty } from '@nestjs/swagger';
import type { ContactReason, ContactVerdict } from '@keepwell/domain';

export class ContactReasonDto {
  /** Stable; see `ContactBar` of the domain. */
  code: string;
  /** One sentence without names, numbers or addresses. */
  says: string;
  /** When this alone would no longer stand in the way; null: not by the passing of time. */
  until: string | null;
}

/** May we contact, now and this way, and everything that speaks against it. */
export class ContactVerdictDto {
  allowed: boolean;
  because: ContactReasonDto[];
  /** Do not forbid: what a person who calls should know. */
  cautions: ContactReasonDto[];
  nextAllowedAt: string | null;
  /** The local hours that hold. */
  @ApiProperty({ type: String })
  window: string;
}

export function verdictAnswer(verdict: ContactVerdict): ContactVerdictDto {
  return {
    allowed: verdict.allowed,
    because: verdict.because.filter(isTold).map(reasonAnswer),
    cautions: verdict.cautions.filter(isTold).map(reasonAnswer),
    nextAllowedAt: verdict.nextAllowedAt === null ? null : new Date(verdict.nextAllowedAt).toISOString(),
    window: verdict.restsOn.window,
  };
}

/** Who is held back is told to nobody (E11); that there is no case of theirs stands there anyway. */
function isTold({ code, rests }: ContactReason): boolean {
  return code !== 'excluded' || rests.join() !== 'E11';
}

function reasonAnswer({ code, says, until }: ContactReason): ContactReasonDto {
  return { code, says, until: until === null ? null : new Date(until).toISOString() };
}
