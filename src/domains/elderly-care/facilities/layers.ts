/** The facilities on the map, as everybody may read of them. */
import { sql } from '../../../database/sql.ts';
import { defineLayer } from '../../../kernel/map/server.ts';
import { readers, siteKinds } from './terms.ts';

defineLayer({
  key: 'care-sites',
  zh: '社区养老服务设施',
  readers,
  open: true,
  rows: async () => sql`select s.id::text as id, s.division, s.name,
      (${Object.values(siteKinds)}::text[])[array_position(${Object.keys(siteKinds)}::text[], s.kind)] || '，' || s.address || '，电话' || s.telephone || '，' || s.hours as says,
      s.lon, s.lat, '/care-sites/' || s.id::text as link from care_site s where s.state in ('trial', 'operating')`,
});
