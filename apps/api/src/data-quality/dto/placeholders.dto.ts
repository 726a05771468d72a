import { IsBoolean, IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';

const KINDS = ['word', 'service'] as const;

export class PlaceholderDto {
  kind: 'word' | 'service';
  /** A word of the status, in small letters; of a service the source's own id. */
  value: string;
  /** As people know it. */
  name: string;
  /** Bookings still to come that it speaks of. */
  upcoming: number;
  isPlaceholder: boolean;
  /** Who marked it. */
  by: string | null;
  at: string | null;
}

export class MarkPlaceholderDto {
  @IsIn([...KINDS])
  kind: 'word' | 'service';

  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  value: string;

  /** False: its bookings count again. */
  @IsBoolean()
  isPlaceholder: boolean;
}
