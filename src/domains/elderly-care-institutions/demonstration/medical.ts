/** 医养 in 咸安区社会福利院: the agreement with a hospital, a round of its doctor, a transfer that is over; the registers of 医养 with what the offices have confirmed. By the real actions of their people. */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { enterRecord, readEntry, takeStep } from '../../../kernel/register/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { linkMedical } from '../medical/act.ts';
import { referOut, referralBack, referralReceived } from '../medical/referral.ts';
import { recordRound } from '../medical/rounds.ts';
import { officerOf } from './stage.ts';

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
      roundDay: '6',
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

const NAME = '咸安区社会福利院';

/** A green channel that holds, one that nobody has confirmed again, one that was never confirmed; a unit of a hospital; the county's demonstration institution; the rescue kit. */
export async function keepRegisters(tx: Tx, today: PlainDate): Promise<void> {
  const county = officerOf('demonstration-county', '咸安区民政局', 'county-clerk', '421202000000');
  const leader = officerOf('demonstration-county-leader', '咸安区民政局', 'county-leader', '421202000000');
  const city = officerOf('demonstration-city', '咸宁市民政局', 'city-clerk', '421200000000');
  const enter = async (by: Actor, days: number, key: string, form: object) =>
    must(key, await enterRecord(at(tx, by, plusDays(today, -days)), key, form)).id;
  const step = async (by: Actor, days: number, id: string, action: string, input: object) => {
    const { version } = (await readEntry(tx, id, { hold: false }))!;
    must(action, await takeStep(at(tx, by, plusDays(today, -days)), { id, version, action }, input));
  };
  const confirmed = {
    measures: ['register', 'see', 'emergency'],
    department: '门诊部',
    telephone: '0715-8888121',
    basis: '医院盖章的确认表，现场看过窗口',
  };
  for (const [name, kind, grade, days] of [
    ['咸安区人民医院（示例）', 'general', 'two', 120],
    ['咸安区中医院（示例）', 'chinese', 'two', 400],
    ['汀泗桥镇卫生院（示例）', 'township', 'one', 0],
  ] as const) {
    const form = { name, kind, grade, address: '咸安区（示例）', telephone: '0715-8888120' };
    const id = await enter(county, 410, 'care-green-channel', form);
    if (days > 0) await step(county, days, id, 'confirm', confirmed);
  }
  const unit = await enter(county, 90, 'hospital-elder-unit', {
    name: '咸安区中医院（示例）',
    grade: 'two',
    kind: 'centre',
    beds: 30,
    partners: NAME,
    telephone: '0715-8888130',
  });
  await step(county, 88, unit, 'confirm', { beds: 26, partners: NAME, referrals: 14, basis: '医院盖章的确认表' });
  const named = await enter(county, 60, 'care-demonstration', {
    name: NAME,
    services: '和区人民医院签约，每周六医生巡诊，绿色通道、双向转诊，院里两名护士',
    appliedOn: plusDays(today, -62),
  });
  await step(leader, 52, named, 'review', {
    members: '区卫健局、区民政局、区人民医院各一人',
    opinion: '看过巡诊记录和转诊的交接，够得上示范',
  });
  await step(county, 48, named, 'post', { telephone: '0715-8888100' });
  await step(leader, 38, named, 'name', { documentNo: '咸安民发（演示）〔2026〕11号', verified: '没有异议' });
  const counts = { ecg: 1, bed: 2, oxygen: 4, suction: 2, sterile: 1, physio: 1 };
  const kit = await enter(city, 30, 'care-rescue-kit', {
    name: NAME,
    keeper: '护理部葛红梅，0715-8888140',
    ...counts,
    occupational: 1,
  });
  await step(city, 28, kit, 'check', {
    ...counts,
    occupational: 0,
    keeper: '护理部葛红梅，0715-8888140',
    tried: '作业治疗设备坏了，已报修；氧气瓶压力正常，其余能用',
  });
}
