/** What the services for persons with disabilities put on the map: points of devices and bodies of community rehabilitation, as everybody may read of them. */
import { sql } from '../../database/sql.ts';
import { cityOffice, countyOffice, type Performer } from '../../kernel/access/index.ts';
import { defineLayer } from '../../kernel/map/server.ts';
import { stationKinds } from './devices/terms.ts';

const readers: readonly Performer[] = ['township-clerk', 'township-leader', ...countyOffice, ...cityOffice, 'auditor'];
const kinds = Object.keys(stationKinds) as (keyof typeof stationKinds)[];

defineLayer({
  key: 'devices',
  zh: '辅具网点',
  readers,
  open: true,
  rows: async () => sql`select s.id::text as id, s.division, s.name,
      (${kinds.map((kind) => stationKinds[kind])}::text[])[array_position(${kinds}::text[], s.kind)] || '，' || s.address || '，电话' || s.telephone || '，' || s.hours as says,
      s.lon, s.lat, null::text as link from device_station s where s.active`,
});

defineLayer({
  key: 'rehab',
  zh: '社区康复机构',
  readers,
  open: true,
  rows: async () => sql`select i.id::text as id, i.division, i.name, i.operator || '，' || i.address || '，电话' || i.telephone as says,
      null::double precision as lon, null::double precision as lat, null::text as link from rehab_institution i where i.active`,
});
