/**
 * Two stories of 临时救助 for the desks: a fire, where the village helped first and the county's second stage waits; and a serious illness, whose
 * application waits for the county. Played by the real actions, like the others.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, openCase } from '../../../kernel/service/server.ts';
import { advanceReserve, helpAtOnce, reportEmergency } from '../temporary-aid/server.ts';
import { EMERGENCY_ITEM, EXPENSE_ITEM } from '../temporary-aid/terms.ts';
import { visitFiles } from './path.ts';
import { places } from './places.ts';
import { must, type Players, type Stage, upload, uploadAll } from './players.ts';
import { filled, story, yuan } from './story.ts';

const TOWNSHIP = '421202100000';

/** W11: four in the country, 48,000 a year, 36,000 paid for a serious illness. */
export const illness = story({
  key: 'illness',
  title: '大病花费多，申请临时救助，等县级审批',
  place: '赤岗村',
  urbanRural: 'rural',
  address: '6组3号',
  people: [
    { name: '余庆华', sex: '男', birth: '1974-03-12', lives: { ...livesAtHome(), employment: 'self-employed' } },
    { name: '孟春香', sex: '女', birth: '1976-11-02', relation: 'spouse', lives: { ...livesAtHome(), seriousIllness: true } },
    { name: '余小勇', sex: '男', birth: '2010-06-18', relation: 'child', lives: pupil() },
    { name: '余小兰', sex: '女', birth: '2014-09-25', relation: 'child', lives: pupil() },
  ],
  incomes: [{ member: 'self', type: 'business', amountFen: yuan(48_000), per: 'window' }],
  expenses: [{ member: 'm1', class: 'medical', totalFen: yuan(62_000), reimbursedFen: yuan(26_000) }],
  expect: { outcome: 'eligible', amountFen: yuan(4_936) },
});

function livesAtHome() {
  return {
    student: 'none',
    employment: 'unemployed',
    workCapacity: 'partial',
    exemptReason: 'ill',
    disability: 'none',
    seriousIllness: false,
  } as const;
}
function pupil() {
  return { ...livesAtHome(), student: 'school', employment: 'child', workCapacity: 'none', exemptReason: 'none' } as const;
}

/** A family from another province, in a rented house. */
const fire = {
  name: '彭有福',
  idNumber: '430124198803170015',
  phone: '13972860001',
  division: places.汀泗桥社区,
  cause: 'fire',
  persons: 4,
  tier: '2',
  what: '凌晨租住房屋失火，衣被家具全部烧毁，一家四口没有受伤，无处居住。',
} as const;

/** What falls on each day. */
export function aidDays(stage: Stage, players: Players): { day: PlainDate; work: () => Promise<void> }[] {
  const { context } = stage;
  const { staff } = players;
  const city = systemActor('demonstration', context.city);
  const perform = async (item: string, name: string, login: string, action: string, input: Record<string, unknown> = {}) => {
    const kase = await context.read(city, (tx) =>
      tx.one<{ id: string; version: number }>(
        sql`select id, version from service_case where item_id = ${item} and applicant_name = ${name} order by submitted_at limit 1`,
      ),
    );
    const requestId = `story-${item}-${name === fire.name ? 'fire' : illness.key}-${action}`;
    must(requestId, await act(context, await staff(login), { caseId: kase.id, action, version: kase.version, requestId, input }));
  };
  const onFire = (login: string, action: string, input?: Record<string, unknown>) =>
    perform(EMERGENCY_ITEM, fire.name, login, action, input);
  const onIllness = (login: string, action: string, input?: Record<string, unknown>) =>
    perform(EXPENSE_ITEM, illness.form.applicant.name, login, action, input);

  const advance = async () => {
    const finance = await staff('caiwu');
    must(
      'reserve',
      await context.once(finance, { action: 'reserve.advance', requestId: 'story-reserve', body: TOWNSHIP }, (tx) =>
        advanceReserve(tx, { township: TOWNSHIP, documentNo: '咸安财社〔2026〕15号' }),
      ),
    );
  };
  const helpFirst = async () => {
    const village = await staff('cun');
    const photo = await upload(stage, village, 'scene-photo');
    must(
      'fire',
      await helpAtOnce(context, village, { form: { ...fire, photo }, amountFen: yuan(3_000), requestId: 'story-fire-help' }),
    );
    const leader = await staff('xianghe');
    await onFire('xianghe', 'payFirstAid', { receipt: await upload(stage, leader, 'aid-receipt') });
  };
  const grantRest = async () => {
    await onFire('xiang', 'askCounty', {
      reason: '核算超过乡镇额度，其余部分请县级审批',
      bank: '咸宁农村商业银行',
      number: '6217719880317001',
      holder: fire.name,
    });
    await onFire('queren', 'approveRest', {
      opinion: '同意救助，分两次发放。',
      stages: [
        { amountFen: yuan(2_000), purpose: '租房和添置衣被' },
        { amountFen: yuan(1_400), purpose: '安顿以后核查再发' },
      ],
    });
  };
  const applyForIllness = async () => {
    const actor = await players.holder(illness);
    const signatures: Record<string, string> = {};
    for (const signer of illness.form.signers) signatures[signer] = await upload(stage, actor, 'consent');
    const form = {
      ...filled(illness, signatures),
      aid: { cause: 'medical', story: '妻子住院手术，自己负担三万六千元，借了亲戚的钱。' },
    };
    must(
      'illness',
      await openCase(context, actor, { itemId: EXPENSE_ITEM, channel: 'mobile', form, requestId: 'story-illness' }),
    );
    await onIllness('xiang', 'accept');
    await onIllness('xiang', 'startSurvey');
  };
  const check = async () => {
    await onIllness('hedui', 'startCheck');
    await stage.runDue();
  };
  const survey = async (on: PlainDate) => {
    await onIllness('hedui', 'issueReport');
    const clerk = await staff('xiang');
    await onIllness('xiang', 'recordVisit', {
      on,
      surveyors: [{ name: '李建国' }, { name: '陈秀兰' }],
      respondent: illness.form.applicant.name,
      living: 'consistent',
      findings: '票据与报销单已核对，家里有借条，生活与申报一致。',
      ...(await uploadAll(stage, clerk, visitFiles)),
    });
    await onIllness('xiang', 'submitForReview', { opinion: '支出和家境属实，请审核。' });
  };
  return [
    { day: '2026-06-08', work: advance },
    { day: '2026-08-17', work: applyForIllness },
    { day: '2026-08-18', work: check },
    { day: '2026-08-20', work: () => survey('2026-08-20') },
    { day: '2026-08-21', work: () => onIllness('xianghe', 'giveOpinion', { opinion: '经核算符合条件，拟予救助。' }) },
    { day: '2026-08-21', work: () => onIllness('xiang', 'postNotice', { place: '村委会公示栏' }) },
    { day: '2026-08-28', work: () => onIllness('xiang', 'fileToCounty') },
    { day: '2026-08-29', work: helpFirst },
    { day: '2026-08-31', work: grantRest },
  ];
}

/** What somebody passing by reports on the morning when the demonstration begins. */
export async function leaveReport(stage: Stage): Promise<void> {
  must(
    'report',
    await reportEmergency(stage.context, {
      division: places.汀泗桥社区,
      who: '一位六十多岁的老人',
      where: '汀泗桥菜市场东门',
      what: '老人被电动车撞倒，钱包丢了，身边没有家人，看病没有钱。',
      phone: '13972860009',
      requestId: 'story-report',
    }),
  );
}
