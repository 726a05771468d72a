import { ApiProperty } from '@nestjs/swagger';
import { INBOX_STATES } from '@keepwell/database';
import { IsIn, IsOptional } from 'class-validator';
import { PageDto } from '../../http/dto/page.dto.js';

type State = 'received' | 'applied' | 'duplicate' | 'ignored' | 'quarantined' | 'refused';

export class InboxCountsDto {
  /** Records the other side said to read again. */
  hints?: number;
  applied?: number;
  unchanged?: number;
  /** Records put aside: they are among the connection's quarantine. */
  quarantined?: number;
  /** Records the other side confirmed to be deleted. */
  gone?: number;
}

export class InboxItemDto {
  id: string;
  /** How it came: pushed by a webhook, over a socket, as a file. */
  way: 'webhook' | 'stream' | 'file';
  /** `received` waits; `duplicate` came before, byte for byte; `quarantined` waits for a person. */
  state: State;
  /** `strong`: signed over its bytes. `weak`: by a static secret. `none`: by the way it came alone. */
  verified: 'strong' | 'weak' | 'none';
  /** The kind of event, in the other side's words. */
  type: string | null;
  /** Why it is where it is: a sentence without patient data. */
  reason: string | null;
  counts: InboxCountsDto;
  /** Bytes. */
  size: number;
  attempts: number;
  /** The item that came first, of a duplicate and of one that says something else under the same number. */
  sameAs: string | null;
  receivedAt: string;
  doneAt: string | null;
  nextTryAt: string | null;
}

export class InboxPageDto {
  items: InboxItemDto[];
  nextCursor: string | null;
  /** How many there are of each state. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  counts: Record<string, number>;
}

export class OpenInboxItemDto extends InboxItemDto {
  /** What came, as text; null when it is kept no longer. */
  body: string | null;
  /** `base64`: what came is no text. */
  bodyForm: 'text' | 'base64';
}

export class ListInboxDto extends PageDto {
  /** Default: all of them. */
  @IsOptional()
  @IsIn(INBOX_STATES)
  state?: State;
}

export class WaysDto {
  /** Where the other system is told to call; null: this connector takes no webhooks. */
  webhookUrl: string | null;
  /** Why calls cannot reach that address yet; null: nothing stands in the way. */
  webhookProblem: string | null;
  /** Files can be uploaded to this connection. */
  takesFiles: boolean;
}

export class FileTakenDto {
  /** As it is kept: without folders and without what a file system would read. */
  name: string;
  size: number;
  /** The read that follows. */
  jobId: string;
}
