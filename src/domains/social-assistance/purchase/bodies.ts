/** Providers of purchased services as bodies that duties are held in. */
import { sql } from '../../../database/sql.ts';
import { defineUnits } from '../../../kernel/access/server.ts';

defineUnits({
  zh: '购买服务承接机构',
  duties: ['service-provider'],
  rows: sql`select id, name, division from service_provider where active order by division, name limit 1000`,
});
