import { type Command, Option } from 'commander';
import { UsageWrong } from '../failure.js';

/** How a command names a source. */
export interface SourceOptions {
  connector: string;
  set: Record<string, string>;
  timezone?: string;
}

const CONNECTOR = ['--connector <kind>', 'kind of source, see: keepwell connector list'] as const;

export function addSourceOptions(command: Command): Command {
  return addSettings(command.requiredOption(...CONNECTOR));
}

/** For a command that can also ask what is stored here. */
export function addSourceOptionsIfAny(command: Command): Command {
  return addSettings(command.option(...CONNECTOR));
}

function addSettings(command: Command): Command {
  return command
    .addOption(
      new Option('--set <key=value>', 'a setting of the source, e.g. dir=FOLDER; repeat for more (secrets: key=@FILE)')
        .argParser(addSetting)
        .default({}, 'none'),
    )
    .option('--timezone <zone>', 'zone of the practice where the source does not say, e.g. Europe/London');
}

function addSetting(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageWrong(`--set takes key=value, for example --set dir=./export; "${text}" has no "="`);
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1) };
}
