/** 紧急呼叫服务开通 as a service item (EL-15): form, hands and the slip. The register of homes and devices is the desk's own (`../register.ts`). */
import { z } from 'zod';
import { sql } from '../../../../database/sql.ts';
import { longDate, plainDateOf } from '../../../../kernel/calendar/index.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import {
  ask,
  type DocumentKind,
  documentsShown,
  fields,
  issueAt,
  type Letter,
  paragraph,
} from '../../../../kernel/document/server.ts';
import { defineTemplates } from '../../../../kernel/notice/server.ts';
import { maskIdNumber, maskPhone } from '../../../../kernel/protect/index.ts';
import { CommunicationNeeds, communicationRows } from '../../../../kernel/resident/index.ts';
import { grantAccess } from '../../../../kernel/resident/server.ts';
import { defineErrors, fail, ok, type Result } from '../../../../kernel/result/index.ts';
import { choice, Division, Mobile, ResidentId } from '../../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  appliedFor,
  type Case,
  defineFlowImplementation,
  type Effect,
  endByDeath,
  handler,
  type Opening,
  tellApplicant,
  withdrawCase,
} from '../../../../kernel/service/server.ts';
import { identifyElder } from '../../benefit/applicant.ts';
import { contactAt, countyOf, townshipOf } from '../../offices.ts';
import { ContactList } from '../../register/contacts.ts';
import { openHome } from '../register.ts';
import { type DeviceKind, deviceKinds, terrains } from '../terms.ts';
import { type OpeningAction, type OpeningStep, openingFlow } from './flow.ts';

type Done = Promise<Result<Effect<OpeningStep>>>;

defineErrors({
  HOME_NO_SIGNAL: {
    http: 409,
    zh: '这一户还没有试通的设备，不能开通。',
    next: '请在“紧急呼叫”里给这一户登记设备，装好以后当场按一次，收到信号再开通。',
  },
});
defineTemplates({
  'emergency-opening.installing': {
    title: '准备上门安装',
    text: '您申请的紧急呼叫服务已经登记，{date}前上门装设备；咨询{tel}。',
  },
  'emergency-opening.opened': {
    title: '紧急呼叫已开通',
    text: '紧急呼叫已经开通：{devices}。有事就按，没有事每月试一次。',
    sms: '【民政】您家的紧急呼叫已经开通，有事就按。',
  },
});
const slip: DocumentKind = { code: 'emergency-opening', word: '急开', title: '紧急呼叫服务开通单' };

const Application = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '老人姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.meta({ label: '手机号码', protect: true, help: '约上门时间用，可以填家里人的' }),
      division: Division.meta({ label: '现在住的村（社区）', widget: 'division' }),
      communication: CommunicationNeeds,
    })
    .meta({ label: '老人' }),
  address: z
    .string()
    .trim()
    .min(4, '请至少填写4个字')
    .max(120, '不超过120个字')
    .meta({ label: '详细住址', protect: true, help: '救援的人照着能找到门' }),
  key: z.string().trim().max(80, '不超过80个字').optional().meta({ label: '备用钥匙在谁那里', protect: true }),
  contacts: ContactList.meta({ label: '紧急联系人', help: '出事时先打给谁，按先后填。村里登记过的不用再填' }),
  consent: z.literal(true, '请阅读并同意').meta({
    label: '同意保存住址、电话、联系人，只有坐席接起这家的呼叫时打开，可以随时撤回',
  }),
});
type Form = z.infer<typeof Application>;

async function openApplication(tx: Tx, form: Form): Promise<Result<Opening>> {
  const { applicant } = form;
  const person = await identifyElder(tx, applicant);
  if (!person.ok) return person;
  const known = await tx.maybe(
    sql`select 1 as one from emergency_home where person_id = ${person.value} and ended_on is null limit 1`,
  );
  if (known) return fail('HOME_KNOWN', { name: applicant.name });
  return ok({ division: applicant.division, ...appliedFor(tx, person.value, applicant.name), form });
}

const register = handler({
  input: z.strictObject({ terrain: choice(terrains).meta({ label: '住处', help: '决定多久应当到场' }) }),
  initial: async () => ({ terrain: 'plain' }),
  async run(tx, kase, { terrain }): Done {
    const { applicant, address, key, contacts } = kase.form as Form;
    const { name, idNumber, division, phone } = applicant;
    await grantAccess(tx, { personId: kase.applicantPersonId, division: kase.division, reason: `case:${kase.id}` });
    const opened = await openHome(tx, {
      ...{ idNumber, name, division, terrain, address, phone, contacts },
      ...(key ? { key } : {}),
      consentOn: plainDateOf(kase.submittedAt),
    });
    if (!opened.ok) return opened;
    await tellApplicant(tx, kase, 'emergency-opening.installing', {
      date: longDate(kase.totalDueOn ?? tx.today),
      tel: tx.office(townshipOf(kase)).telephone,
    });
    return ok({ to: 'installing', opinion: `已登记，${terrains[terrain]}`, data: { homeId: opened.value.id } });
  },
});

interface Device {
  kind: DeviceKind;
  sn: string;
  spot: string | null;
}
/** Devices of the person's home that have been heard. */
const heard = (tx: Tx, kase: Case): Promise<Device[]> =>
  tx.rows<Device>(sql`select d.kind, d.sn, d.spot from care_device d join emergency_home h on h.id = d.home_id
    where h.person_id = ${kase.applicantPersonId} and h.ended_on is null and d.state = 'in-use' and d.last_seen_at is not null order by d.registered_at limit 20`);

const open = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    const devices = await heard(tx, kase);
    if (devices.length === 0) return fail('HOME_NO_SIGNAL');
    const said = devices.map(({ kind, spot }) => `${deviceKinds[kind]}${spot ? `（${spot}）` : ''}`).join('、');
    const letter: Letter = {
      addressee: kase.applicantName,
      blocks: [
        paragraph('您家的紧急呼叫已经装好、试通，从今天起有人接听。'),
        fields(['设备', said], ['序列号', devices.map(({ sn }) => sn).join('、')], ['开通日期', longDate(tx.today)]),
        paragraph(
          '身体不舒服、摔倒、有烟有煤气味，按一下设备就有人接。每月按一次试一试，说明是测试。设备没有电、不响了，请联系：',
        ),
        ask(contactAt(tx, townshipOf(kase))),
      ],
    };
    const issued = await issueAt(tx, {
      kind: slip,
      letter,
      at: countyOf(kase),
      division: kase.division,
      personId: kase.applicantPersonId,
      caseId: kase.id,
    });
    if (!issued.ok) return issued;
    await tellApplicant(tx, kase, 'emergency-opening.opened', { devices: said });
    return ok({ to: 'granted', opinion: said });
  },
});

const openingActions: Readonly<Record<OpeningAction, ActionHandler<never, OpeningStep>>> = {
  register,
  open,
  withdraw: withdrawCase,
  endByDeath,
};

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const { applicant, contacts } = kase.form as Form;
  const devices = await heard(tx, kase);
  return {
    facts: [
      {
        title: '老人',
        rows: [
          { label: '姓名', value: applicant.name },
          { label: '身份证号码', value: maskIdNumber(applicant.idNumber) },
          { label: '手机', value: maskPhone(applicant.phone) },
          ...communicationRows(applicant.communication),
          { label: '住在', value: tx.divisions.fullName(kase.division) },
          { label: '紧急联系人', value: contacts.length > 0 ? `${contacts.length}人` : '用村里登记的' },
          {
            label: '试通的设备',
            value: devices.map(({ kind, sn }) => `${deviceKinds[kind]} ${sn}`).join('、') || '还没有',
          },
        ],
      },
    ],
    documents: await documentsShown(tx, kase),
  };
}

defineFlowImplementation({
  flow: openingFlow,
  form: () => Application,
  formSteps: [
    { title: '给谁开通', help: '本人、家人都可以提出，村（社区）、乡镇可以代办', fields: ['applicant', 'address', 'key'] },
    { title: '出事先打给谁', fields: ['contacts'] },
    { title: '授权', fields: ['consent'] },
  ],
  forOthers: true,
  open: (tx, _item, form) => openApplication(tx, form as unknown as Form),
  actions: openingActions,
  sections,
});
