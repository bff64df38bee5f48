/** The institutions on the map, as everybody may read of them. */
import { sql } from '../../database/sql.ts';
import { defineLayer } from '../../kernel/map/server.ts';
import { kinds, readers } from './register/terms.ts';

const known = Object.keys(kinds) as (keyof typeof kinds)[];

defineLayer({
  key: 'institutions',
  zh: '养老机构',
  readers,
  open: true,
  rows: async () => sql`select i.id::text as id, i.division, i.name,
      (${known.map((kind) => kinds[kind])}::text[])[array_position(${known}::text[], i.kind)] || '，' || i.address || '，电话' || i.telephone as says,
      i.lon, i.lat, '/institutions/' || i.id::text as link from care_institution i where i.state not in ('preparing', 'ended', 'deregistered')`,
});
