/** 地名文化遗产保护申报 (PN-05; 地名管理条例 art. 25): a name of the register, proposed by anybody, checked by the county, put on the list of protection by a second person. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, FileRef } from '../../../kernel/schema/index.ts';
import {
  type Case,
  caseEvents,
  defineFlowImplementation,
  handler,
  type Opening,
  ReasonOnly,
} from '../../../kernel/service/server.ts';
import { Applicant, applicantOf } from '../requests/applicant.ts';
import {
  accept,
  backTo,
  bindTo,
  commonFacts,
  type Done,
  note,
  refusing,
  requestSupplement,
  resubmit,
  shown,
  tellApplicant,
  tellOffice,
  withdraw,
} from '../requests/handlers.ts';
import { issueCertificate } from '../requests/papers.ts';
import { protectPlace } from './edits.ts';
import { heritageFlow } from './place-flows.ts';
import { findPlace, type Place } from './register.ts';
import { protectionClasses } from './terms.ts';

const HeritageApplication = z.strictObject({
  applicant: Applicant,
  division: Division.meta({ label: '在哪里', widget: 'division', help: '选到村（社区）；跨几个村的，选其中一个' }),
  place: z
    .string()
    .trim()
    .min(2, '请填写地名')
    .max(20, '不超过20个字')
    .meta({ label: '哪一个地名', help: '地名库里的今名或者旧名，比如：汀泗桥镇' }),
  protectionClass: choice(protectionClasses).meta({ label: '属于哪一类' }),
  story: z
    .string()
    .trim()
    .min(20, '请写明来历和价值（至少20个字）')
    .max(2000, '不超过2000字')
    .meta({ label: '来历和价值', widget: 'textarea', help: '什么时候开始这样叫、为什么、有什么人和事' }),
  papers: z
    .array(FileRef)
    .max(10)
    .default([])
    .meta({ label: '证明材料', paper: 'place-scheme', help: '方志、族谱、碑刻、老照片，可以先不交' }),
});
type HeritageApplication = z.infer<typeof HeritageApplication>;

type Decided = Done<keyof typeof heritageFlow.steps & string>;
const formOf = (kase: Case): HeritageApplication => kase.form as HeritageApplication;

/** By its present or a former name, of that place or of one around it. */
async function placeOf(tx: Tx, { place, division }: HeritageApplication): Promise<Result<Place, 'INVALID_INPUT'>> {
  const around = [division, ...tx.divisions.ancestors(division).map(({ code }) => code)];
  const found = await findPlace(
    tx,
    sql`p.status <> 'applied' and p.division = any(${around}::text[])
      and (p.name = ${place} or exists (select 1 from place_name_version v where v.place_id = p.id and v.name = ${place}))
      order by p.name = ${place} desc, p.division desc limit 1`,
  );
  return found ? ok(found) : wrong('place', '地名库里这里没有这个名称，请核对名称和“在哪里”；可以先在“查地名”里找');
}

async function open(tx: Tx, form: HeritageApplication): Promise<Result<Opening>> {
  const place = await placeOf(tx, form);
  if (!place.ok) return place;
  if (place.value.protectionClass) return wrong('place', '这个地名已经列入保护名录，不用再申报');
  const person = await applicantOf(tx, form.applicant);
  if (!person.ok) return person;
  return ok({ division: form.division, ...person.value, matter: place.value.id, form });
}

const proposalOf = async (tx: Tx, kase: Case) =>
  (await caseEvents(tx, kase.id)).filter(({ action }) => action === 'propose').at(-1);

const propose = handler({
  input: z.strictObject({
    opinion: note('核实和评议的结论'),
    protectionClass: choice(protectionClasses).meta({ label: '建议列入哪一类' }),
    protectionPlan: note('保护措施', 10),
  }),
  initial: async (_tx, kase) => ({ protectionClass: formOf(kase).protectionClass }),
  async run(tx, kase, { opinion, ...data }): Decided {
    await tellOffice(tx, kase, 'county-leader', heritageFlow.steps.approving.zh);
    return ok({ to: 'approving', opinion, data });
  },
});

const approve = handler({
  input: z.strictObject({}),
  async run(tx, kase): Decided {
    const proposed = await proposalOf(tx, kase);
    if (proposed && isOwnHand(tx.actor, proposed.actorId, proposed.onDate)) return fail('PLACE_NAME_OWN_HAND');
    const place = await placeOf(tx, formOf(kase));
    if (!place.ok) return place;
    const { protectionClass, protectionPlan } = proposed!.data as {
      protectionClass: keyof typeof protectionClasses;
      protectionPlan: string;
    };
    const kept = await protectPlace(tx, place.value, { protectionClass, protectionPlan });
    if (!kept.ok) return kept;
    const { name, spelling, division } = place.value;
    const issued = await issueCertificate(tx, kase, {
      kind: 'heritage',
      rows: [
        ['地名', name],
        ['罗马字母拼写', spelling],
        ['在哪里', tx.divisions.fullName(division)],
        ['列入类别', protectionClasses[protectionClass]],
        ['保护措施', protectionPlan],
      ],
      says: '上述地名已列入地名保护名录。一般不更名，确需更名的，须先制定保护措施（地名管理条例第十条、第二十五条）。',
    });
    if (!issued.ok) return issued;
    await tellApplicant(tx, kase, 'case.granted', {
      opinion: `“${name}”已列入地名保护名录：${protectionClasses[protectionClass]}。`,
    });
    return ok({ to: 'granted', opinion: protectionClasses[protectionClass], data: { placeId: place.value.id } });
  },
});

const refuse = refusing('heritageRefused', (kase) => `“${formOf(kase).place}”保护`);

const sendBack = handler({
  input: ReasonOnly,
  run: (tx, kase, { reason }): Decided => backTo(tx, heritageFlow.steps, kase, { to: 'checking', opinion: reason }),
});

defineFlowImplementation({
  flow: heritageFlow,
  form: () => HeritageApplication,
  formSteps: [
    { title: '谁申报', fields: ['applicant'] },
    { title: '哪个地名', fields: ['division', 'place', 'protectionClass'] },
    { title: '来历和材料', fields: ['story', 'papers'] },
  ],
  forOthers: true,
  open: (tx, _item, form) => open(tx, form as unknown as HeritageApplication),
  async opened(tx, kase) {
    const bound = await bindTo(tx, kase, formOf(kase).papers);
    if (!bound.ok) return bound;
    await tellOffice(tx, kase, 'county-clerk', heritageFlow.steps.submitted.zh);
    return ok(null);
  },
  actions: { accept, requestSupplement, resubmit, withdraw, propose, approve, refuse, sendBack },
  async sections(tx, kase) {
    const { place, division, protectionClass, story } = formOf(kase);
    const proposed = await proposalOf(tx, kase);
    return shown(tx, kase, [
      {
        title: `申报保护：${place}`,
        rows: [
          { label: '在哪里', value: tx.divisions.fullName(division) },
          { label: '申报的类别', value: protectionClasses[protectionClass] },
          { label: '来历和价值', value: story },
        ],
      },
      ...(proposed
        ? [
            {
              title: '核实评议',
              rows: [
                { label: '结论', value: proposed.opinion ?? '' },
                { label: '保护措施', value: String(proposed.data?.protectionPlan ?? '') },
              ],
            },
          ]
        : []),
      ...(await commonFacts(tx, kase)),
    ]);
  },
});
