/** 入户评估方案: what is done at this home, item by item, with a photograph of how it is now and from where; the elder signs on the same device. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, contentHashOf } from '../../../kernel/document/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FenAmount, FileRef, type FormField, formOf, PlainDateText } from '../../../kernel/schema/index.ts';
import { type ActionHandler, handler } from '../../../kernel/service/server.ts';
import { agree } from '../family-bed/store.ts';
import { type Going, isAssessor, isBuilder, tellBuilder } from './go.ts';
import { basicItems, type HomeItem, homeItems, itemNames } from './items.ts';
import { planFaults, type Source } from './rules.ts';
import { changeWorks, itemsAt, photoKnown, planItems, type Works, worksOfCase } from './store.ts';

const judgements = { needed: '需要', present: '已经有了', 'not-needed': '不需要' } as const;
const judged = Object.fromEntries(basicItems.map((item) => [item, choice(judgements).meta({ label: homeItems[item].zh })]));

export const signers = { self: '老人本人', family: '家属（老人不能签字）' } as const;

export const PlanInput = z.strictObject({
  visitedOn: PlainDateText.meta({ label: '哪天上门看的', widget: 'date' }),
  basic: z
    .strictObject(judged)
    .optional()
    .meta({ label: '七项基础项目需不需要', help: '需要的基础项目没有列进方案，就不能列可选项目' }),
  works: z
    .array(
      z.strictObject({
        item: choice(itemNames).meta({ label: '改造项目' }),
        quantity: z
          .int('请填写整数')
          .min(1)
          .max(999)
          .optional()
          .meta({ label: '数量', help: '几件；防滑、硬化按平方米，扶手、护角按米。不填的算1' }),
        quoted: FenAmount.min(1, '请填写报价').meta({ label: '报价', help: '这一项一共多少钱；单价比参考价高的会标出来' }),
        spot: z
          .string()
          .trim()
          .min(4, '请写清站在哪里拍（至少4个字）')
          .max(60, '不超过60字')
          .meta({ label: '站在哪里拍的', help: '例如：卫生间门口朝淋浴区。改造以后站在同一个位置再拍' }),
        before: FileRef.meta({ label: '改造前照片', paper: 'works-before' }),
      }),
    )
    .min(1, '请至少列一项')
    .max(20, '不超过20项')
    .meta({ label: '改造方案' }),
  visits: z.int('请填写次数').min(1).max(31).optional().meta({ label: '每月上门几次', unit: '次' }),
  services: z
    .string()
    .trim()
    .min(4, '请写清做什么（至少4个字）')
    .max(300)
    .optional()
    .meta({ label: '上门做什么', widget: 'textarea', help: '例如：每周助浴一次、翻身拍背，夜间设备有人盯' }),
  agreement: FileRef.optional().meta({
    label: '家属在服务协议上签字',
    widget: 'signature',
    paper: 'agreement-signature',
    help: '协议写明服务机构、上门次数、收费和设备归谁',
  }),
  signedBy: choice(signers).default('self').meta({ label: '谁签字确认' }),
  signature: FileRef.meta({
    label: '老人（家属）签字',
    widget: 'signature',
    paper: 'elder-signature',
    help: '把方案、报价念给老人听，签在这台设备上',
  }),
});

const ofBed = ['visits', 'services', 'agreement'];
const offItem = (field: FormField): FormField =>
  field.name === 'item' ? { ...field, choices: field.choices!.filter(({ value }) => value in homeItems) } : field;

/** Of an adaptation only the list of 民发〔2020〕86号, each basic item judged; a bed has its agreement instead. */
const fieldsFor = (source: Source): readonly FormField[] =>
  formOf(PlanInput)
    .filter(({ name }) => (source === 'adaptation' ? !ofBed.includes(name) : name !== 'basic'))
    .map((field) =>
      field.name === 'basic' || ofBed.includes(field.name)
        ? { ...field, required: true }
        : field.name === 'works' && source === 'adaptation'
          ? { ...field, fields: field.fields!.map(offItem) }
          : field,
    );

/** What the agreement of a bed must say. */
async function agreementFaults(
  tx: Tx,
  works: Works,
  given: z.infer<typeof PlanInput>,
): Promise<Result<FieldProblem[], 'PARAM_MISSING'>> {
  if (works.source === 'adaptation') return ok([]);
  const fewest = await wholeParameter(tx, 'FCB-VISITS', works.division, tx.today);
  if (!fewest.ok) return fewest;
  return ok([
    ...((given.visits ?? 0) < fewest.value ? [{ path: 'visits', message: `每月不少于${fewest.value}次` }] : []),
    ...(given.services ? [] : [{ path: 'services', message: '请写清上门做什么' }]),
    ...(given.agreement ? [] : [{ path: 'agreement', message: '服务协议要家属签字' }]),
  ]);
}

const maySign = (tx: Tx, works: Works): Promise<boolean> =>
  works.source === 'adaptation' ? isAssessor(tx, works) : Promise.resolve(isBuilder(tx, works));

export const planHandler = (source: Source): ActionHandler<never, 'building'> =>
  handler({
    input: PlanInput,
    fields: async () => fieldsFor(source),
    initial: async (tx, kase) => ({ visitedOn: (await worksOfCase(tx, kase.id))?.plannedOn ?? tx.today }),
    offered: async (tx, kase) => {
      const works = await worksOfCase(tx, kase.id);
      return works !== null && maySign(tx, works);
    },
    async run(tx, kase, input): Going<'building'> {
      const works = await worksOfCase(tx, kase.id);
      if (!works || !(await maySign(tx, works)))
        return fail(source === 'adaptation' ? 'WORKS_OTHER_ASSESSOR' : 'WORKS_OTHER_BUILDER');
      if (source === 'adaptation' && !input.basic)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'basic', message: '请逐项看七项基础项目需不需要' }]);
      const basic = (input.basic ?? {}) as Partial<Record<HomeItem, keyof typeof judgements>>;
      const necessary = basicItems.filter((item) => basic[item] === 'needed');
      const items = input.works.map((row) => row.item as HomeItem);
      const ofAgreement = await agreementFaults(tx, works, input);
      if (!ofAgreement.ok) return ofAgreement;
      const faults = [
        ...planFaults({ necessary, items, taken: await itemsAt(tx, works) }),
        ...items.flatMap((item, i) =>
          source === 'adaptation' && !(item in homeItems) ? [{ path: `works.${i}.item`, message: '不在适老化改造清单里' }] : [],
        ),
        ...ofAgreement.value,
        ...(input.visitedOn > tx.today ? [{ path: 'visitedOn', message: '不能晚于今天' }] : []),
      ];
      if (faults.length > 0) return fail('INVALID_INPUT', { count: faults.length }, faults);
      const hashes = await Promise.all(input.works.map((row) => contentHashOf(tx, row.before)));
      if (hashes.some((hash) => hash === null)) return fail('FILE_NOT_AVAILABLE');
      const known = hashes as string[];
      if (new Set(known).size < known.length) return fail('WORKS_PHOTO_REUSED');
      const written = await planItems(
        tx,
        works,
        input.works.map((row, i) => ({
          item: row.item as HomeItem,
          necessary: necessary.some((item) => item === row.item),
          spot: row.spot,
          quantity: row.quantity ?? 1,
          quotedFen: row.quoted,
          beforeFile: row.before,
          beforeHash: known[i]!,
        })),
      );
      if (written < items.length) return fail((await photoKnown(tx, known)) ? 'WORKS_PHOTO_REUSED' : 'WORKS_ITEM_TAKEN');
      const bound = await bindFiles(
        tx,
        [input.signature, ...(input.agreement ? [input.agreement] : []), ...input.works.map((row) => row.before)],
        {
          caseId: kase.id,
          personId: kase.applicantPersonId,
          division: kase.division,
        },
      );
      if (!bound.ok) return bound;
      await changeWorks(tx, works.id, sql`signed_on = ${tx.today}, plan_signature = ${input.signature}`);
      if (source === 'family-bed')
        await agree(tx, works, { visits: input.visits!, services: input.services!, signature: input.agreement! });
      await tellBuilder(tx, kase, works, '施工');
      const total = input.works.reduce((sum, row) => sum + row.quoted, 0);
      return ok({ to: 'building', opinion: `方案${items.length}项，报价${yuan(total)}，${signers[input.signedBy]}已签字` });
    },
  });
