import type { Provider, Type } from '@nestjs/common';

/** See docs/decisions/0006-connector-platform.md. */
export const INTAKE_CONTROLLERS: Type[] = [];

export const INTAKE_PROVIDERS: Provider[] = [];
