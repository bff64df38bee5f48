/** The buttons of admissions and stays: what may be done as they stand, by whom, and what it causes. */
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { Offered } from '../../../kernel/offer/index.ts';
import { type FormField, formOf } from '../../../kernel/schema/index.ts';
import { levelOffered, sexRules } from '../beds/terms.ts';
import { NewBill } from '../bills/act.ts';
import { NewAgent } from './agent.ts';
import { FreeBed, freeBedsOf } from './apply.ts';
import { AgreedLevel, AskedLevel, NewBed, NewEnd, NewLeave } from './live.ts';
import { Deposited, NewContract, Received, Risks } from './prepare.ts';
import type { Admission, Stay } from './store.ts';
import { accountants, clauses, nurses, reception } from './terms.ts';

/** A choice of the beds that are free now, each said with what matters. */
async function bedChoice(tx: Tx, institutionId: string, fields: readonly FormField[]): Promise<FormField[]> {
  const beds = await freeBedsOf(tx, institutionId);
  const choices = beds.map((b) => ({
    value: b.id,
    label: `${b.code}，${b.priceClass}${b.nursing ? '，护理型' : ''}${b.sexRule === 'any' ? '' : `，${sexRules[b.sexRule]}`}`,
  }));
  return fields.map((field) => (field.name === 'bedId' ? { ...field, type: 'choice', choices } : field));
}

/** What may be done with an admission as it stands; the first is what it waits for. */
export async function admissionOffers(tx: Tx, a: Admission, of: { missing: string[]; level: number | null }): Promise<Offered[]> {
  const to = (what: string) => `/api/admissions/${a.id}/${what}`;
  const fixed = { requestId: newId() };
  const open = ['waiting', 'held', 'reserved'].includes(a.state);
  const contracted = a.contractId !== null;
  const depositDue = contracted && (a.depositFen ?? 0) > 0 && !a.depositPaid;
  return [
    {
      action: 'admit',
      zh: '办理入住',
      causes: '从今天起算入住；第一位老人入住起，备案的时限开始走。',
      by: reception,
      when: a.state === 'reserved' && contracted && !depositDue,
      to: to('admit'),
      fixed,
    },
    {
      action: 'offer',
      zh: '安排床位',
      causes: '给这一家留24小时；前面还有人轮候的，要写理由，理由会公开。',
      by: reception,
      when: a.state === 'waiting',
      to: to('offer'),
      fields: await bedChoice(tx, a.institutionId, formOf(FreeBed)),
      fixed,
    },
    {
      action: 'booking',
      zh: '定金到账',
      causes: '床位转为“已预订”，再留72小时。预留过期以后到的钱不收，原路退回。',
      by: accountants,
      when: a.state === 'held',
      to: to('booking'),
      fields: formOf(Received),
      initial: { method: 'mobile' },
      fixed,
    },
    {
      action: 'risks',
      zh: a.risksOn === null ? '登记九项风险' : '重新评估风险',
      causes: '九项都评过，才能试住、签协议。',
      by: nurses,
      when: open || (a.state === 'admitted' && !contracted),
      to: to('risks'),
      fields: formOf(Risks),
      initial: Object.fromEntries([
        ...Object.entries(a.risks).map(([k, r]) => [k, r.level]),
        ['measures', Object.values(a.risks)[0]?.measure ?? ''],
      ]),
      fixed,
    },
    {
      action: 'contract',
      zh: '签服务协议',
      causes: '出一份有编号的协议；缺少必备条款的不能签，押金不能超过上限。',
      by: reception,
      when: !contracted && (a.state === 'reserved' || a.state === 'held' || a.state === 'admitted'),
      to: to('contract'),
      fields: formOf(NewContract),
      initial: {
        from: tx.today,
        months: 12,
        clauses: Object.keys(clauses),
        ...(of.level === null ? {} : { careLevel: levelOffered(of.level) }),
        agentChecked: a.agentPersonId !== null,
      },
      fixed,
    },
    {
      action: 'deposit',
      zh: '押金到账',
      causes: `按协议收押金${((a.depositFen ?? 0) / 100).toFixed(2)}元。`,
      by: accountants,
      when: depositDue,
      to: to('deposit'),
      fields: formOf(Deposited),
      initial: { method: 'mobile' },
      fixed,
    },
    {
      action: 'trial',
      zh: '开始试住',
      causes: '从今天起按日收费，最长30天；到期不会自动转为正式入住。',
      by: reception,
      when: a.state === 'reserved' && !contracted && of.missing.length === 0,
      to: to('trial'),
      fixed,
    },
    {
      action: 'release',
      zh: '放弃床位',
      causes: '床位空出来，这一家回到候补。',
      by: reception,
      when: a.state === 'held' || a.state === 'reserved',
      to: to('release'),
      danger: true,
      fixed,
    },
    {
      action: 'refuse',
      zh: '不予收住',
      causes: '申请到此为止，理由会告诉家属。',
      by: reception,
      when: open && a.trialFrom === null,
      to: to('refusal'),
      danger: true,
      fields: formOf(NewEnd).map((f) => ({ ...f, label: '理由' })),
      fixed,
    },
  ];
}

/** What may be done with a stay as it stands. */
export async function stayOffers(
  tx: Tx,
  stay: Stay,
  of: { admission: Admission; away: boolean; heldFen: number },
): Promise<Offered[]> {
  const to = (what: string) => `/api/stays/${stay.id}/${what}`;
  const fixed = { requestId: newId() };
  const live = stay.toOn === null;
  const trial = stay.kind === 'trial' && stay.trialTo === null;
  const { contractId, depositFen, depositPaid } = of.admission;
  const settled = contractId !== null && ((depositFen ?? 0) === 0 || depositPaid);
  return [
    {
      action: 'settle-in',
      zh: '转正式入住',
      causes: '从今天起按月价收费。要先签协议，押金到账。',
      by: reception,
      when: live && trial && settled,
      to: to('settling'),
      fixed,
    },
    {
      action: 'agent',
      zh: of.admission.agentPersonId === null ? '登记代理人' : '换代理人',
      causes: '代理人可以在手机上看照护和账单、替老人同意等级变更；每次查看都有记录。',
      by: reception,
      when: live,
      to: to('agent'),
      fields: formOf(NewAgent),
      fixed,
    },
    {
      action: 'leave',
      zh: '请假',
      causes: '前一天17:00以前报备的，当天不收餐费；满5个整日退一半护理费。',
      by: nurses,
      when: live && !of.away,
      to: to('leave'),
      fields: formOf(NewLeave),
      initial: { from: tx.today },
      fixed,
    },
    { action: 'return', zh: '销假', causes: '今天起照常收费。', by: nurses, when: live && of.away, to: to('return'), fixed },
    {
      action: 'bed',
      zh: '转床',
      causes: '一次办好：原来的床待清洁，新床从今天起按新的床位费收。',
      by: nurses,
      when: live,
      to: to('bed'),
      fields: await bedChoice(tx, stay.institutionId, formOf(NewBed)),
      fixed,
    },
    {
      action: 'ask-level',
      zh: '建议变更等级',
      causes: '先问家属；同意以后才变更。',
      by: nurses,
      when: live && stay.asked === null,
      to: to('level-question'),
      fields: formOf(AskedLevel),
      initial: { from: tx.today },
      fixed,
    },
    {
      action: 'level',
      zh: '变更护理等级',
      causes: '家属在纸质同意书上签了字的，在这里登记；账单按生效日分段。',
      by: nurses,
      when: live,
      to: to('level'),
      fields: formOf(AgreedLevel),
      initial: { from: stay.asked?.from ?? tx.today, ...(stay.asked ? { level: stay.asked.level } : {}) },
      fixed,
    },
    {
      action: 'bill',
      zh: '出账单',
      causes: '按公布的价格和住的天数算，马上告诉家属。消费券在收银台核销，自动记到账单上。',
      by: accountants,
      when: true,
      to: to('bills'),
      fields: formOf(NewBill),
      initial: { insurance: 0, publicFund: 0, less: 0 },
      fixed,
    },
    {
      action: 'discharge',
      zh: '办理退住',
      causes: '今天不再收费，床位待清洁；款项要按期退清。',
      by: reception,
      when: live,
      danger: true,
      to: to('discharge'),
      fields: formOf(NewEnd),
      fixed,
    },
    {
      action: 'refund',
      zh: '结算退清',
      causes: '账单都付清了，押金和定金全部退回，出退费单。',
      by: accountants,
      when: !live && of.heldFen > 0,
      to: to('refund'),
      fields: formOf(Deposited),
      initial: { method: 'bank' },
      fixed,
    },
  ];
}
