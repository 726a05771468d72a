import type { DraftChange, RuleSettingInForce } from '@keepwell/database';
import { parameterProblem, ruleNamed, type Rule, type RuleParameters } from '@keepwell/domain';
import { Problem } from '../http/problem.js';
import type { WantedChangeDto } from './dto/rule-draft.dto.js';

const LONGEST_VALUE = 40;

/** Reads what somebody wants to change, against what is in force. Throws `settings_wrong` with the place and the sentence. */
export class WantedChanges {
  read(
    wanted: readonly WantedChangeDto[],
    inForce: readonly RuleSettingInForce[],
    locations: ReadonlyMap<string, string>,
  ): DraftChange[] {
    const changes = wanted.map((each, place) => this.one(each, `changes.${place}`, inForce, locations));
    for (const [place, { rule, locationId }] of changes.entries()) {
      const isTwice = changes.slice(0, place).some((each) => each.rule === rule && each.locationId === locationId);
      if (isTwice) throw wrong(`changes.${place}`, `${rule} is changed twice for the same place.`);
    }
    return changes;
  }

  private one(
    wanted: WantedChangeDto,
    place: string,
    inForce: readonly RuleSettingInForce[],
    locations: ReadonlyMap<string, string>,
  ): DraftChange {
    const rule = ruleNamed(wanted.rule);
    if (rule === null) throw wrong(`${place}.rule`, `There is no rule ${wanted.rule}.`);
    const locationId = wanted.locationId ?? null;
    if (locationId !== null && !locations.has(locationId)) {
      throw wrong(`${place}.locationId`, 'There is no such location.');
    }
    const own = inForce.find((each) => each.rule === rule.id && each.locationId === locationId);
    const ofPractice = inForce.find((each) => each.rule === rule.id && each.locationId === null);
    const asNow = own?.mode ?? (locationId === null ? startMode(rule) : 'as_practice');
    const mode = wanted.mode ?? (asNow === 'as_practice' ? (ofPractice?.mode ?? startMode(rule)) : asNow);
    if (mode === 'as_practice') {
      if (locationId === null) throw wrong(`${place}.mode`, 'Only a location can be as the practice is.');
      if (asNow === 'as_practice') throw wrong(place, `${rule.id} has no setting of its own there.`);
      return { rule: rule.id, locationId, mode, parameters: {} };
    }
    const parameters = this.parameters(rule, wanted.parameters ?? own?.parameters ?? {}, place);
    if (mode === asNow && isSame(parameters, own?.parameters ?? {})) {
      throw wrong(place, `${rule.id} is set so already.`);
    }
    return { rule: rule.id, locationId, mode, parameters };
  }

  private parameters(rule: Rule, wanted: Record<string, unknown>, place: string): RuleParameters {
    const parameters: RuleParameters = {};
    for (const [name, value] of Object.entries(wanted)) {
      const isValue = (typeof value === 'string' && value.length <= LONGEST_VALUE) || typeof value === 'number';
      if (!isValue) throw wrong(`${place}.parameters`, `${rule.id}: a threshold is a short text or a number.`);
      parameters[name] = value;
    }
    const problem = parameterProblem(rule, parameters);
    if (problem !== null) throw wrong(`${place}.parameters.${problem.parameter ?? ''}`, problem.says);
    return parameters;
  }
}

function startMode(rule: Rule): 'on' | 'off' {
  return rule.startsOff === true ? 'off' : 'on';
}

function isSame(one: RuleParameters, other: RuleParameters): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function wrong(field: string, says: string): Problem {
  return new Problem('settings_wrong', says, { field });
}
