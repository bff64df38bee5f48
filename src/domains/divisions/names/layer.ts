/** 地名和地名标志 on the map: names that have a place of their own; signs as they stood when they were last seen. */
import { sql } from '../../../database/sql.ts';
import { defineLayer } from '../../../kernel/map/server.ts';
import { categories, readers, signKinds, signStates } from './terms.ts';

const classes = Object.keys(categories) as (keyof typeof categories)[];
const kinds = Object.keys(signKinds) as (keyof typeof signKinds)[];
const states = Object.keys(signStates) as (keyof typeof signStates)[];

defineLayer({
  key: 'place-names',
  // 名录有一千多条，没有坐标的在“地名”里查
  zh: '标了位置的地名',
  readers,
  open: true,
  page: '/place-names/',
  rows: async () => sql`select p.id::text as id, p.division, p.name,
      (${classes.map((c) => categories[c])}::text[])[array_position(${classes}::text[], p.category)] || '，' || p.spelling
        || case when p.whereabouts = '' then '' else '，' || p.whereabouts end as says,
      split_part(p.position, ',', 2)::double precision as lon, split_part(p.position, ',', 1)::double precision as lat, '/place-names/' || p.id as link
    from place_name p where p.status = 'standard' and p.position is not null`,
});

defineLayer({
  key: 'place-signs',
  zh: '地名标志',
  tones: { good: '完好', bad: '损坏、缺失、书写有误' },
  readers,
  open: false,
  rows: async () => sql`select s.id::text as id, s.division, p.name || (${kinds.map((k) => signKinds[k])}::text[])[array_position(${kinds}::text[], s.kind)] as name,
      s.spot || '，' || (${states.map((state) => signStates[state])}::text[])[array_position(${states}::text[], s.state)] || case when s.note = '' then '' else '，' || s.note end as says,
      nullif(split_part(s.position, ',', 2), '')::double precision as lon, nullif(split_part(s.position, ',', 1), '')::double precision as lat,
      case when s.state = 'good' then 'good' else 'bad' end as tone, '/place-names/' || s.place_id as link
    from place_sign s join place_name p on p.id = s.place_id`,
});
