/** 医养 in 咸安区社会福利院: the agreement with a hospital, a round of its doctor, and a transfer that is over. By the real actions of its people. */
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { linkMedical } from '../medical/act.ts';
import { referOut, referralBack, referralReceived } from '../medical/referral.ts';
import { recordRound } from '../medical/rounds.ts';

/** `today`: the day on which the demonstration begins. */
export async function treat(tx: Tx, institutionId: string, today: PlainDate): Promise<void> {
  const [head, nurse, carer] = [await staffOf(tx, 'yuanzhang'), await staffOf(tx, 'huli'), await staffOf(tx, 'hugong')];
  const { id: linkId } = must(
    'agreement',
    await linkMedical(at(tx, head, plusDays(today, -100)), institutionId, {
      kind: 'agreement',
      partner: '咸安区人民医院（示例）',
      fromOn: plusDays(today, -100),
      toOn: plusDays(today, 264),
      insured: true,
      roundDay: '3',
      agreed: ['green', 'referral'],
      contact: '急诊科值班',
      contactPhone: '0715-8888120',
    }),
  );
  const stays = await tx.rows<{ id: string; name: string }>(
    sql`select s.id, p.name from care_stay s join person p on p.id = s.person_id where s.institution_id = ${institutionId} and s.to_on is null order by p.name`,
  );
  const stayOf = (name: string) => stays.find((s) => s.name === name)!.id;
  const seenOn = plusDays(today, -3);
  must(
    'round',
    await recordRound(at(tx, nurse, seenOn, '11:20'), institutionId, {
      linkId,
      on: seenOn,
      doctor: '刘医生',
      findings: '看了2位，都平稳，没有要转诊的',
      seen: [
        { stayId: stayOf('赵德明'), advice: '血压控制得好，继续吃原来的药，两周后复查' },
        { stayId: stayOf('李秀云'), advice: '骶部皮肤完好，继续两小时翻身一次' },
      ],
    }),
  );
  const day = plusDays(today, -20);
  const { referralId } = must(
    'transfer',
    await referOut(at(tx, carer, day, '10:05'), institutionId, {
      stayId: stayOf('李秀云'),
      hospital: '咸安区人民医院（示例）',
      green: true,
      reason: '早上起发热38.6℃，咳嗽有痰',
      notes: '',
      escort: '宋春梅',
      minutesAgo: 5,
    }),
  );
  must(
    'receipt',
    await referralReceived(at(tx, carer, day, '10:50'), referralId, {
      who: '急诊科张医生',
      text: '交接单已交，药也带去',
      minutesAgo: 10,
    }),
  );
  must(
    'return',
    await referralBack(at(tx, nurse, day, '16:30'), referralId, {
      text: '支气管炎，口服抗生素5天，多喝水，退热后复查',
      papers: true,
      minutesAgo: 0,
    }),
  );
}
