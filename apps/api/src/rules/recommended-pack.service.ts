import { Injectable } from '@nestjs/common';
import { PlaybookQueries, RuleSettingQueries } from '@keepwell/database';
import type { RuleSettingInForce } from '@keepwell/database';
import { measuredPacks, recommendedPack, SPECIALTIES, type Rule } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import type { RecommendedPackDto } from './dto/recommended-pack.dto.js';
import { RuleCatalogue } from './rule-catalogue.js';
import { modeOf } from './rules.service.js';

const MEASURED_IN = 'docs/detection.md';
const PAUSED = 'It took itself back here: too few of those it listed were right.';

/** The pack that was measured, for this practice's specialties and beside how its rules are set. */
@Injectable()
export class RecommendedPackService {
  constructor(
    private readonly work: PracticeWork,
    private readonly settings: RuleSettingQueries,
    private readonly playbook: PlaybookQueries,
    private readonly catalogue: RuleCatalogue,
  ) {}

  async get(caller: Caller): Promise<RecommendedPackDto> {
    const { known, inForce } = await this.work.run(caller, async (tx) => ({
      known: await this.playbook.specialties(tx),
      inForce: await this.settings.inForce(tx),
    }));
    const specialties = SPECIALTIES.filter((specialty) => known.includes(specialty));
    const pack = recommendedPack(specialties);
    const wanted = this.rulesOf(pack.on).map((rule) => ({ rule, setting: settingOf(rule, inForce) }));
    const paused = wanted.filter(({ setting }) => setting?.bySystem === true && setting.mode === 'shadow');
    const shown = wanted
      .filter((each) => !paused.includes(each))
      .map(({ rule: { id, name, says, ...rule }, setting }) => ({
        ...{ rule: id, name, says },
        mode: modeOf(rule, setting),
      }));
    return {
      specialties,
      switchOn: shown.filter(({ mode }) => mode !== 'on'),
      on: shown.filter(({ mode }) => mode === 'on'),
      leftOut: [
        ...pack.leftOut.map(({ rule, why }) => ({ rule, name: this.catalogue.names[rule]?.name ?? rule, why })),
        ...paused.map(({ rule: { id, name } }) => ({ rule: id, name, why: PAUSED })),
      ],
      measured: measuredPacks(specialties),
      measuredIn: MEASURED_IN,
    };
  }

  private rulesOf(ids: readonly string[]): Rule[] {
    return this.catalogue.all.filter(({ id }) => ids.includes(id));
  }
}

/** Of the practice as a whole: what a location has of its own stays its own. */
function settingOf({ id }: Rule, inForce: readonly RuleSettingInForce[]): RuleSettingInForce | undefined {
  return inForce.find(({ rule, locationId }) => rule === id && locationId === null);
}
