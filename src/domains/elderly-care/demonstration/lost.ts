/**
 * 走失寻人 and 应急演练 as the demonstration finds them in 咸安区: an old lady who was lost for two hours in August and is home again, one who is looked for this
 * morning with her notice hanging out, and the drill of this half-year. All invented. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { answerCall, arrive, callBack, classifyCall, dispatchHelp, recordCall, resolveCall } from '../emergency/act.ts';
import { endDrill, startDrill } from '../emergency/drill.ts';
import { addPlace, followUp, foundPerson, giveSector, handOver, searchFromCall, tellPolice } from '../lost/act.ts';
import { publishNotice } from '../lost/notice.ts';
import { reportSearched, reportSeen } from '../lost/report.ts';
import { lockSearch } from '../lost/store.ts';
import { ticketFor } from '../orders/stamp.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
const NEXT = '421202100004';

const xia = {
  division: VILLAGE,
  name: '夏桂枝',
  sex: 'female',
  age: 81,
  looks: '身高1米55，偏瘦，短发花白，说本地话',
  wearing: '枣红色外套、黑裤子、布鞋，拎一个蓝布袋',
  lastPlace: '汀泗桥菜市场西门',
  lonLat: '114.2890,29.7430',
  minutesAgo: 50,
  care: '失智，叫“夏老师”会答应；有高血压',
  contactName: '女儿夏小燕',
  contactPhone: '13907240731',
} as const;
const kuang = {
  division: VILLAGE,
  name: '匡长庚',
  sex: 'male',
  age: 78,
  looks: '身高1米70，光头，走路慢，崇阳口音',
  wearing: '灰色夹克、蓝裤子、解放鞋',
  lastPlace: '汀泗桥大桥头',
  lonLat: '114.2865,29.7452',
  minutesAgo: 90,
  care: '记性不好，认得家里人；心脏装了支架',
  contactName: '儿子匡小军',
  contactPhone: '13907240741',
} as const;

export async function playLost(stage: Stage, staff: Staff): Promise<void> {
  const { context } = stage;
  const [operator, village, leader] = [await staff('yingji'), await staff('cun'), await staff('xianzhang')];
  const at = (time: string) => stage.moveTo(`${time}+08:00`);
  const work = <T>(what: string, step: (tx: Tx) => Promise<Result<T>>, by = operator): Promise<T> =>
    context.write(by, async (tx) => must(what, await step(tx)));
  const played = await context.read(operator, (tx) => tx.maybe(sql`select 1 as one from lost_search limit 1`));
  if (played) return;
  const call = async (said: string): Promise<string> => {
    const { id } = await work('call', (tx) => recordCall(tx, { division: VILLAGE, said }));
    await work('classify', (tx) => classifyCall(tx, id, { level: '2', answered: 'yes', note: '老人走失' }));
    await work('dispatch', (tx) => dispatchHelp(tx, id));
    return id;
  };
  const searched = (id: string, no: number, what: string) =>
    work(
      'searched',
      async (tx) => {
        const { sector } = await tx.one<{ sector: string }>(
          sql`select id as sector from lost_sector where search_id = ${id} and no = ${no}`,
        );
        return reportSearched(tx, sector, { what, stamp: { at: tx.now, ticket: ticketFor(tx, id).ticket } });
      },
      village,
    );

  at('2026-08-20T16:40:00');
  const first = await call('母亲去买菜，一个多小时没有回来，电话没有带');
  at('2026-08-20T16:44:00');
  const { id: home } = await work('search', (tx) => searchFromCall(tx, first, xia));
  at('2026-08-20T16:48:00');
  await work('police', (tx) => tellPolice(tx, home, { who: '汀泗派出所 021345', minutesAgo: 1 }));
  at('2026-08-20T17:20:00');
  await searched(home, 1, '菜市场、车站问遍了');
  at('2026-08-20T18:35:00');
  await work('found', async (tx) => {
    const search = await lockSearch(tx, home, ['searching']);
    return search.ok ? foundPerson(tx, search.value, { where: '古田社区公交站', condition: 'well' }) : search;
  });
  at('2026-08-20T19:10:00');
  await work('hand over', (tx) => handOver(tx, home, { to: 'family', who: '女儿夏小燕', note: '核对身份证，是本人' }));
  at('2026-08-20T19:20:00');
  await work('resolve', (tx) => resolveCall(tx, first, { result: '走失，已找到，交给女儿' }));
  at('2026-08-21T10:00:00');
  await work('follow up', (tx) => followUp(tx, home, { note: '在家，已戴定位手环，邻居和菜市场的人都打过招呼' }), village);
  await work('call back', (tx) => callBack(tx, first, { result: '已回家，女儿陪着' }));

  at('2026-08-25T10:00:00');
  const drill = await work(
    'drill',
    (tx) =>
      startDrill(tx, {
        division: VILLAGE,
        terrain: 'hill',
        signal: 'fall-still',
        scenario: '独居老人夜里在卫生间摔倒，起不来，按不到呼叫器',
      }),
    leader,
  );
  const one = drill.incidentId;
  at('2026-08-25T10:00:17');
  await work('answer', (tx) => answerCall(tx, one));
  at('2026-08-25T10:00:50');
  await work('classify', (tx) => classifyCall(tx, one, { level: '1', answered: 'no' }));
  at('2026-08-25T10:01:05');
  await work('dispatch', (tx) => dispatchHelp(tx, one));
  at('2026-08-25T10:24:00');
  await work('arrive', (tx) => arrive(tx, one));
  await work('resolve', (tx) => resolveCall(tx, one, { result: '演练结束，村医到场' }));
  at('2026-08-25T11:00:00');
  await work('call back', (tx) => callBack(tx, one, { result: '演练结束' }));
  await work(
    'end of the drill',
    (tx) => endDrill(tx, drill.id, { findings: '接听慢了2秒，坐席离开座位没有交班', measures: '离座先交班；铃声调大' }),
    leader,
  );

  at('2026-09-01T06:50:00');
  const second = await call('父亲早上五点多出门，到现在没有回来');
  at('2026-09-01T06:54:00');
  const { id: open } = await work('search', (tx) => searchFromCall(tx, second, kuang));
  at('2026-09-01T06:58:00');
  await work('police', (tx) => tellPolice(tx, open, { who: '汀泗派出所 021352', minutesAgo: 0 }));
  at('2026-09-01T07:05:00');
  await work('publish', (tx) => publishNotice(tx, open, { consentBy: '儿子匡小军', way: 'phone', photo: 'no' }));
  await work('place', (tx) => addPlace(tx, open, { name: '古田社区从前住的老屋', division: NEXT }));
  at('2026-09-01T07:20:00');
  await searched(open, 1, '桥头、菜市场、诊所都问过');
  await work(
    'seen',
    (tx) =>
      reportSeen(tx, open, {
        what: '六点左右往上游河堤走了',
        who: '钓鱼的陈师傅',
        position: '29.75100,114.29200,15',
        stamp: { at: tx.now, ticket: ticketFor(tx, open).ticket },
      }),
    village,
  );
  await work('give', async (tx) => {
    const { sector } = await tx.one<{ sector: string }>(
      sql`select id as sector from lost_sector where search_id = ${open} and no = 2`,
    );
    return giveSector(tx, sector, { division: NEXT, team: '网格员带志愿者3人' });
  });
}
