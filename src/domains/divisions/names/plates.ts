/** 门楼牌编制与标准地址 (PN-06): asked for by whoever owns or builds; the county gives the number, keeps the address and certifies it. Who lives there is not kept. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef } from '../../../kernel/schema/index.ts';
import { type Case, defineFlowImplementation, handler, type Opening } from '../../../kernel/service/server.ts';
import { Applicant, applicantOf } from '../requests/applicant.ts';
import {
  accept,
  bindTo,
  commonFacts,
  type Done,
  refusing,
  requestSupplement,
  resubmit,
  shown,
  tellApplicant,
  tellOffice,
  withdraw,
} from '../requests/handlers.ts';
import { issueCertificate } from '../requests/papers.ts';
import { addressKey, levelled, partsText } from './address.ts';
import { addAddress, addressFields, checkAddress, type NewAddress, refuseAddress } from './addresses.ts';
import { plateFlow } from './place-flows.ts';

const wants = { number: '编门（楼）牌号', proof: '已有门牌，开标准地址证明' } as const;

export const PlateApplication = z.strictObject({
  applicant: Applicant,
  want: choice(wants).meta({ label: '办什么' }),
  ...addressFields,
  number: addressFields.number.meta({ label: '门牌号', help: '已有门牌的照门牌写；新编的空着，由地名办编' }),
  papers: z
    .array(FileRef)
    .min(1, '请上传房屋的证明')
    .max(10)
    .meta({ label: '房屋的证明', paper: 'place-scheme', help: '不动产权证、建房批准书或者村（居）委会证明，有门牌的拍门牌' }),
});
type PlateApplication = z.infer<typeof PlateApplication>;

type Decided = Done<keyof typeof plateFlow.steps & string>;
const formOf = (kase: Case): PlateApplication => kase.form as PlateApplication;
const addressOf = ({ applicant: _, want: __, papers: ___, ...address }: PlateApplication): NewAddress => address;

async function open(tx: Tx, form: PlateApplication): Promise<Result<Opening>> {
  const address = addressOf(form);
  if (form.want === 'proof' && !form.number && !form.room)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'number', message: '请照门牌填写门牌号' }]);
  const fits = await refuseAddress(tx, address);
  if (!fits.ok) return fits;
  const person = await applicantOf(tx, form.applicant);
  if (!person.ok) return person;
  return ok({ division: form.division, ...person.value, matter: `${form.division} ${addressKey(address)}`, form });
}

const grant = handler({
  input: z.strictObject({
    ...addressFields,
    opinion: z.string().trim().max(500, '不超过500字').default('').meta({ label: '意见', widget: 'textarea' }),
  }),
  initial: async (_tx, kase) => ({ ...addressOf(formOf(kase)) }),
  async run(tx, kase, { opinion, ...address }): Decided {
    const { want, division } = formOf(kase);
    if (address.division !== division)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '与申请的不是同一个村（社区），请退回补正' }]);
    if (!address.number && !address.room) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'number', message: '请编门牌号' }]);
    const known = await checkAddress(tx, division, address);
    if (!known.ok) return known;
    // 只要证明的，登记过的就照登记的证明
    if (want === 'number' || !known.value.known) {
      const added = await addAddress(tx, address);
      if (!added.ok) return added;
    }
    const issued = await issueCertificate(tx, kase, {
      kind: 'plate',
      rows: [
        ['标准地址', known.value.standard],
        ['门（楼）牌', partsText(address)],
      ],
      says: '上述地址按照标准地址规范编制，已登记在地名库。本证明只证明地址，不证明房屋权属，也不证明谁住在这里。',
    });
    if (!issued.ok) return issued;
    await tellApplicant(tx, kase, 'case.granted', { opinion: `标准地址：${known.value.standard}。证明可以在“我的办件”里打开。` });
    return ok({ to: 'granted', opinion: opinion || known.value.standard, data: { address: known.value.standard } });
  },
});

const refuse = refusing('plateRefused', () => '门楼牌编制、标准地址');

defineFlowImplementation({
  flow: plateFlow,
  form: () => PlateApplication,
  formSteps: [
    { title: '谁申请', fields: ['applicant'] },
    { title: '办什么', fields: ['want'] },
    {
      title: '在哪里',
      help: '有什么写什么：城里写街路巷和小区，村里写自然村和组。',
      fields: ['division', 'street', 'hamlet', 'group', 'number', 'compound', 'building', 'unit', 'room'],
    },
    { title: '材料', fields: ['papers'] },
  ],
  forOthers: true,
  open: (tx, _item, form) => open(tx, form as unknown as PlateApplication),
  async opened(tx, kase) {
    const bound = await bindTo(tx, kase, formOf(kase).papers);
    if (!bound.ok) return bound;
    await tellOffice(tx, kase, 'county-clerk', plateFlow.steps.submitted.zh);
    return ok(null);
  },
  actions: { accept, requestSupplement, resubmit, withdraw, grant, refuse },
  async sections(tx, kase) {
    const form = formOf(kase);
    return shown(tx, kase, [
      {
        title: wants[form.want],
        rows: [
          { label: '在哪里', value: `${tx.divisions.fullName(form.division)}${partsText(addressOf(form))}` },
          { label: '门牌号', value: levelled(form.number) || '还没有' },
        ],
      },
      ...(await commonFacts(tx, kase)),
    ]);
  },
});
