import type { Provider, Type } from '@nestjs/common';

/** What the API has for this subject: see docs/decisions/0005-the-loop.md. */
export const REPORTS_CONTROLLERS: Type[] = [];
export const REPORTS_PROVIDERS: Provider[] = [];
