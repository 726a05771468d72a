import { existsSync } from 'node:fs';
import path from 'node:path';
import { CommandFailed } from '../failure.js';

/** The folder that holds Keepwell's sources; writing connectors needs them, running Keepwell does not. */
export function sourceFolder(): string {
  for (let folder = import.meta.dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'libs/connector-sdk/src')) && existsSync(path.join(folder, 'package.json'))) {
      return folder;
    }
  }
  throw new CommandFailed(
    'Connectors are written in a clone of the repository: this installation holds the built program only.',
  );
}
