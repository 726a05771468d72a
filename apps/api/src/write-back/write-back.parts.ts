import type { Provider, Type } from '@nestjs/common';

/** See docs/decisions/0006-connector-platform.md. */
export const WRITE_BACK_CONTROLLERS: Type[] = [];

export const WRITE_BACK_PROVIDERS: Provider[] = [];
