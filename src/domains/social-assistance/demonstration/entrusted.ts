/** 委托乡镇确认 as the demonstration shows it: one county's townships confirm, by an invented paper that says so; the city pack itself entrusts nobody. */
import { systemActor } from '../../../kernel/access/index.ts';
import { loadParameters } from '../../../kernel/policy/server.ts';
import { DIBAO_BY_TOWNSHIP } from '../delegation/terms.ts';
import type { Stage } from './players.ts';

const COUNTY = '421221000000';

export const entrustTownships = (stage: Stage): Promise<number> =>
  stage.context.write(systemActor('demonstration', '000000000000'), (tx) =>
    loadParameters(tx, [
      {
        key: DIBAO_BY_TOWNSHIP,
        division: COUNTY,
        value: '1',
        unit: 'switch',
        validFrom: '2026-07-01',
        validTo: null,
        source: '演示用的文件，不是真的：省民政厅关于委托乡镇审核确认的通知',
        nature: 'assumption',
        note: '演示：本县委托乡镇（街道）确认',
        floor: null,
        ceiling: null,
      },
    ]),
  );
