import { Injectable } from '@nestjs/common';
import { LIVE_RULES } from '@keepwell/domain';
import type { Rule } from '@keepwell/domain';
import type { RuleNames } from '@keepwell/database';

/** The rules there are, by what the screens call them. */
@Injectable()
export class RuleCatalogue {
  readonly all: readonly Rule[] = LIVE_RULES;
  readonly names: RuleNames = Object.fromEntries(
    LIVE_RULES.map(({ id, name, kind, class: ruleClass }) => [id, { name, kind, class: ruleClass }]),
  );
}
