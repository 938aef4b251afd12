// What an endpoint's own base remembers of the overlay that was last in force: a start must be able to tell a file that was lost, or put
// back as it was, from one that never was.
import { overlayDigest } from './rules/overlay.ts';
import type { Overlay } from './rules/overlay.ts';
import type { Database } from './storage/database.ts';

export interface OverlayMark {
  readonly version: number;
  /** As `overlayDigest` makes it. */
  readonly digest: string;
}

export interface OverlayMemory {
  /** Undefined: none was ever in force. */
  last(): Promise<OverlayMark | undefined>;
  /** A lower version than the one that is remembered changes nothing. */
  keep(overlay: Overlay): Promise<void>;
}

/** On a database that has been given `endpointMigrations`. */
export function overlayMemory(sql: Database): OverlayMemory {
  return {
    async last() {
      const [row] = await sql<OverlayMark[]>`select version, digest from overlay_in_force`;
      return row;
    },
    async keep(overlay) {
      await sql`
        insert into overlay_in_force (version, digest) values (${overlay.version}, ${overlayDigest(overlay)})
          on conflict (single) do update set version = excluded.version, digest = excluded.digest, since = now()
            where overlay_in_force.version < excluded.version`;
    },
  };
}
