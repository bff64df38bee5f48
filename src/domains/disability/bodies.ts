/** Device stations and rehabilitation institutions as bodies that duties are held in. */
import { sql } from '../../database/sql.ts';
import { defineUnits } from '../../kernel/access/server.ts';

defineUnits({
  zh: '辅具网点',
  duties: ['device-station-clerk', 'device-technician'],
  rows: sql`select id, name, division from device_station where active order by division, name limit 1000`,
});
defineUnits({
  zh: '康复机构',
  duties: ['rehab-worker'],
  rows: sql`select id, name, division from rehab_institution where active order by division, name limit 1000`,
});
