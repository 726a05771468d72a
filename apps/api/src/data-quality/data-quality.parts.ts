import type { Provider, Type } from '@nestjs/common';

/** See docs/decisions/0006-connector-platform.md. */
export const DATA_QUALITY_CONTROLLERS: Type[] = [];

export const DATA_QUALITY_PROVIDERS: Provider[] = [];
