/** 健康服务签约, 健康档案 and 报销帮办 as the demonstration finds them in 古塘村: somebody who has signed and whose desk may read what she takes, one who has been asked, a helper's list with one that waits. All invented. Safe to run again after a kill. */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber } from '../../../kernel/resident/server.ts';
import { agreeOnPaper, enterLinkHealth, followUp, propose, signLink } from '../health-links/act.ts';
import { askByPhone, endHelp, guide } from '../reimbursement/act.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
const CENTRE = '温泉街道社区卫生服务中心（示例）';

export async function playHealth(stage: Stage, staff: Staff): Promise<void> {
  const [village, township, agent] = [await staff('cun'), await staff('xiang'), await staff('rexian')];
  if (await stage.context.read(village, (tx) => tx.maybe(sql`select 1 as one from health_link limit 1`))) return;
  const take = <T>(at: string, by: Actor, step: (tx: Tx) => Promise<T>): Promise<T> => {
    stage.moveTo(`${at}+08:00`);
    return stage.context.write(by, step);
  };
  const he = await take('2026-08-24T09:30:00', village, async (tx) =>
    must('link', await propose(tx, { idNumber: makeIdNumber('421202', '1944-03-05', 501), centre: CENTRE })),
  );
  await take('2026-08-25T10:00:00', village, async (tx) =>
    must('agreement', await agreeOnPaper(tx, he.id, { agreedBy: '本人', signed: true })),
  );
  await take('2026-08-26T09:00:00', township, async (tx) => {
    must(
      'signing',
      await signLink(tx, he.id, {
        centre: CENTRE,
        doctor: '夏医生',
        fromOn: '2026-08-26',
        toOn: '2027-08-25',
        chronic: true,
        tcm: true,
      }),
    );
    must(
      'health',
      await enterLinkHealth(tx, he.id, {
        chronic: ['hypertension', 'bones'],
        allergies: '青霉素过敏',
        medicines: '氨氯地平，每天早上一片',
        more: '左耳听不见',
        purposes: ['emergency'],
        signedBy: '本人',
        signed: true,
      }),
    );
  });
  await take('2026-08-28T15:00:00', village, async (tx) =>
    must('follow-up', await followUp(tx, he.id, { on: '2026-08-28', kinds: ['chronic', 'tcm'], way: 'home' })),
  );
  await take('2026-08-31T09:00:00', village, async (tx) =>
    must('proposal', await propose(tx, { idNumber: makeIdNumber('421202', '1941-07-16', 505), centre: CENTRE })),
  );
  const asked = {
    division: VILLAGE,
    kind: 'inpatient',
    place: '武汉市某医院（示例）',
    phone: '13907240761',
  } as const;
  const first = await take('2026-08-27T09:20:00', agent, async (tx) =>
    must(
      'help',
      await askByPhone(tx, { ...asked, name: '柴大爷', matter: '7月在女儿家住院，花了两万多，没有备案，不知道能不能报' }),
    ),
  );
  await take('2026-08-27T16:00:00', township, async (tx) =>
    must(
      'guide',
      await guide(tx, first.id, {
        papers: ['card', 'invoice', 'list', 'summary', 'filing'],
        said: '先补异地就医备案，再到区医保中心3号窗口手工报销',
      }),
    ),
  );
  await take('2026-08-31T10:30:00', township, async (tx) =>
    must('outcome', await endHelp(tx, first.id, { outcome: 'transferred', said: '转区医保中心3号窗口李同志，已受理' })),
  );
  await take('2026-08-31T16:10:00', agent, async (tx) =>
    must(
      'help',
      await askByPhone(tx, {
        ...asked,
        kind: 'medicine',
        place: '长沙市某药店（示例）',
        name: '严阿姨',
        matter: '在儿子家长住，买降压药不会刷卡报销',
      }),
    ),
  );
}
