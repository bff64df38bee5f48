/** The institutions as bodies that duties are held in. */
import { sql } from '../../database/sql.ts';
import { defineUnits } from '../../kernel/access/server.ts';

defineUnits({
  zh: '养老机构',
  duties: ['care-home-head', 'care-home-reception', 'care-home-nurse', 'care-home-carer', 'care-home-accountant'],
  rows: sql`select id, name, division from care_institution where state not in ('ended', 'deregistered') order by division, name limit 1000`,
});
