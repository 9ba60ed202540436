import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import { projectRoot } from '../../project-root.ts';

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, unknown>>;

/** An in-memory database that reads the index's files: it keeps nothing, and nothing can be left of it. */
export class Duck {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** @throws ColdbenchError `NO_DUCKDB` where the package or its binary for this platform is absent. */
  static async open(): Promise<Duck> {
    const { DuckDBInstance } = await load();
    const instance = await DuckDBInstance.create(':memory:', {
      // On data of this size a second thread costs more than it brings.
      threads: '1',
      // Parquet and JSON are built in; nothing may be fetched from a network behind the user's back.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // The default is a folder in the working directory.
      temp_directory: '',
    });
    return new Duck(instance, await instance.connect());
  }

  async run(sql: string, values: readonly Value[] = []): Promise<void> {
    await this.#connection.run(sql, values as DuckDBValue[]).catch(rethrow);
  }

  /** Rows as plain objects. Integers of 64 bits would come as bigint: queries cast them. */
  async rows(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    const reader = await this.#connection.runAndReadAll(sql, values as DuckDBValue[]).catch(rethrow);
    return reader.getRowObjectsJS();
  }

  /** The same column by column: for many rows. */
  async columns(sql: string, values: readonly Value[] = []): Promise<readonly (readonly unknown[])[]> {
    const reader = await this.#connection.runAndReadAll(sql, values as DuckDBValue[]).catch(rethrow);
    return reader.getColumnsJS();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

async function load(): Promise<typeof import('@duckdb/node-api')> {
  try {
    // By require: to import CommonJS, Node first parses all of its files for the names that they export (0.2 s here).
    const bundled = join(projectRoot(), 'dist/duckdb.cjs');
    return createRequire(import.meta.url)(existsSync(bundled) ? bundled : '@duckdb/node-api');
  } catch (cause) {
    const message = `The history's index needs DuckDB, which is not installed here: ${messageOf(cause).split('\n')[0]}`;
    throw new ColdbenchError('NO_DUCKDB', message, {
      cause,
      remedy:
        'Run `npm ci --include=optional`; there are binaries for Linux, macOS and Windows on x64 and arm64. `coldbench history add` works without.',
    });
  }
}

/** Text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A path as a literal for DuckDB's readers, which take it for a glob pattern. */
export const pathLiteral = (path: string): string => literal(path.replaceAll(/[*?[]/g, '[$&]'));

/** A name as an identifier of SQL. */
export const identifier = (name: string): string => `"${name}"`;

/** What DuckDB says of a query or a file. */
export class DuckError extends Error {
  override readonly name = 'DuckError';
}

function rethrow(cause: unknown): never {
  throw new DuckError(messageOf(cause), { cause });
}

/** Whether the system or DuckDB failed at a file, not this program at itself. */
export const isDiskFault = (error: unknown): boolean =>
  error instanceof DuckError || (error as NodeJS.ErrnoException).code !== undefined;
