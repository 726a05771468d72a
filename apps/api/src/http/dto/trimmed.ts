import { Transform } from 'class-transformer';

/** Blanks around what somebody wrote say nothing: a reason of blanks alone is none, and is refused by its `@Length`. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}
