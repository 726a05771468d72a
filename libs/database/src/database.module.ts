import { type DynamicModule, Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from './database.js';
import { SecretStore } from './secrets/secret-store.js';

@Injectable()
class CloseDatabase implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

export interface DatabaseModuleSettings {
  database: Database;
  masterKey: Buffer;
  /** False when somebody else closes the database: several apps in one process share it. */
  closes?: boolean;
}

/** Gives every module the open `Database` and the `SecretStore`. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot({ database, masterKey, closes = true }: DatabaseModuleSettings): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: Database, useValue: database },
        { provide: SecretStore, useValue: new SecretStore(masterKey) },
        ...(closes ? [CloseDatabase] : []),
      ],
      exports: [Database, SecretStore],
    };
  }
}
