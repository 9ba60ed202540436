// The data set: mime-db (MIT licence), about 2,500 media types. It becomes part of the bundle, as a service's
// reference data often is, and it is indexed when the module loads, before the first request.
import mimeDb from 'mime-db/db.json' with { type: 'json' };

/** One media type, every field present: what the API answers with. */
export interface MediaType {
  readonly type: string;
  readonly major: string;
  readonly source: 'iana' | 'apache' | 'nginx' | 'none';
  readonly charset: string | null;
  readonly compressible: boolean;
  readonly extensions: readonly string[];
}

interface MimeEntry {
  readonly source?: string;
  readonly charset?: string;
  readonly compressible?: boolean;
  readonly extensions?: readonly string[];
}

export const MEDIA_TYPES: readonly MediaType[] = Object.entries<MimeEntry>(mimeDb).map(toMediaType);

function toMediaType([type, entry]: [string, MimeEntry]): MediaType {
  return {
    type,
    major: type.slice(0, type.indexOf('/')),
    source: toSource(entry.source),
    charset: entry.charset ?? null,
    compressible: entry.compressible ?? false,
    extensions: entry.extensions ?? [],
  };
}

function toSource(source: string | undefined): MediaType['source'] {
  return source === 'iana' || source === 'apache' || source === 'nginx' ? source : 'none';
}
