/** The gaps on the map, for those who plan: what nobody has found anything for, without a name. */
import { sql } from '../../../database/sql.ts';
import { defineLayer } from '../../../kernel/map/server.ts';
import { needs } from '../visits/terms.ts';
import { needReaders } from './terms.ts';

defineLayer({
  key: 'care-gaps',
  zh: '没有着落的养老需求',
  readers: needReaders,
  open: false,
  rows: async () => sql`select n.id::text as id, n.division,
      (${Object.values(needs)}::text[])[array_position(${Object.keys(needs)}::text[], n.code)] as name, '从' || to_char(n.unmet_on, 'YYYY-MM-DD') || '起没有着落' as says,
      null::float8 as lon, null::float8 as lat, '/care-needs/' || n.id::text as link
    from care_need n where n.unmet_on is not null and n.met_on is null and n.state <> 'closed'`,
});
