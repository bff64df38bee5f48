/** 施工完成 and 三方验收: each item with what it cost and a photograph from the same spot; the elder, the builder and the township sign. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, contentHashOf } from '../../../kernel/document/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, FenAmount, FileRef, type FormField, formOf, PlainDateText } from '../../../kernel/schema/index.ts';
import { type ActionHandler, type Case, handler } from '../../../kernel/service/server.ts';
import { type Going, isBuilder, tellBuilder, tellOffice } from './go.ts';
import { type HomeItem, itemNames } from './items.ts';
import { signers } from './plan.ts';
import { workFaults } from './rules.ts';
import { changeWorks, doneItem, type FittedItem, itemsOf, photoKnown, undoneItem, worksOfCase } from './store.ts';

export const FinishInput = z.strictObject({
  finishedOn: PlainDateText.meta({ label: '哪天完工', widget: 'date' }),
  works: z
    .array(
      z.strictObject({
        item: choice(itemNames).meta({ label: '改造项目' }),
        actual: FenAmount.min(1, '请填写实际费用').meta({ label: '实际费用', help: '按发票或者收据' }),
        after: FileRef.meta({ label: '改造后照片', paper: 'works-after', help: '站在改造前拍照的同一个位置' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ label: '做完的' }),
  undone: z
    .array(
      z.strictObject({
        item: choice(itemNames).meta({ label: '改造项目' }),
        reason: z.string().trim().min(4, '请写明原因（至少4个字）').max(200).meta({ label: '为什么没有做' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ label: '没有做的', help: '例如老人不想做了；没有就不用加' }),
});

/** Only what the plan has is offered, each with the place from which it was photographed. */
async function fieldsOfPlan(tx: Tx, kase: Case): Promise<readonly FormField[]> {
  const works = await worksOfCase(tx, kase.id);
  const plan = works ? await itemsOf(tx, works.id) : [];
  const choices = plan.map((row) => ({ value: row.item, label: `${itemNames[row.item]}（照片位置：${row.spot}）` }));
  return formOf(FinishInput).map((field) =>
    field.fields ? { ...field, fields: field.fields.map((f) => (f.name === 'item' ? { ...f, choices } : f)) } : field,
  );
}

const ownWorks = async (tx: Tx, kase: Case) => {
  const works = await worksOfCase(tx, kase.id);
  return works && isBuilder(tx, works) ? works : null;
};

export const finishHandler = (): ActionHandler<never, 'accepting'> =>
  handler({
    input: FinishInput,
    fields: fieldsOfPlan,
    initial: async (tx, kase) => {
      const works = await worksOfCase(tx, kase.id);
      const plan = works ? await itemsOf(tx, works.id) : [];
      return { finishedOn: tx.today, works: plan.map((row) => ({ item: row.item, actual: row.actualFen ?? row.quotedFen })) };
    },
    offered: async (tx, kase) => (await ownWorks(tx, kase)) !== null,
    async run(tx, kase, input): Going<'accepting'> {
      const works = await ownWorks(tx, kase);
      if (!works) return fail('WORKS_OTHER_BUILDER');
      const plan = await itemsOf(tx, works.id);
      const done = input.works.map((row) => row.item as HomeItem);
      const faults = [
        ...workFaults(plan, { done, undone: input.undone.map((row) => row.item as HomeItem) }),
        ...(done.length === 0 ? [{ path: 'works', message: '一项都没有做的，请联系县民政局终止' }] : []),
        ...(input.finishedOn > tx.today ? [{ path: 'finishedOn', message: '不能晚于今天' }] : []),
        ...(input.finishedOn < works.signedOn! ? [{ path: 'finishedOn', message: '不能早于老人签字确认的日子' }] : []),
      ];
      if (faults.length > 0) return fail('INVALID_INPUT', { count: faults.length }, faults);
      const rowOf = (item: HomeItem): FittedItem => plan.find((row) => row.item === item)!;
      const hashes = await Promise.all(input.works.map((row) => contentHashOf(tx, row.after)));
      if (hashes.some((hash) => hash === null)) return fail('FILE_NOT_AVAILABLE');
      const known = hashes as string[];
      const before = plan.map((row) => row.beforeHash);
      // 同一张照片当改造前、改造后交，或者别处交过的，都不算
      if (new Set(known).size < known.length || known.some((hash) => before.includes(hash))) return fail('WORKS_PHOTO_REUSED');
      if (
        await photoKnown(
          tx,
          known,
          plan.map((row) => row.id),
        )
      )
        return fail('WORKS_PHOTO_REUSED');
      for (const row of input.undone) await undoneItem(tx, rowOf(row.item as HomeItem).id, row.reason);
      for (const [i, row] of input.works.entries())
        await doneItem(tx, rowOf(row.item as HomeItem).id, { actualFen: row.actual, file: row.after, hash: known[i]! });
      const bound = await bindFiles(
        tx,
        input.works.map((row) => row.after),
        { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division },
      );
      if (!bound.ok) return bound;
      const actualFen = input.works.reduce((sum, row) => sum + row.actual, 0);
      await changeWorks(tx, works.id, sql`finished_on = ${input.finishedOn}, actual_fen = ${actualFen}`);
      await tellOffice(tx, kase, { holder: 'township-clerk', step: '三方验收' });
      return ok({ to: 'accepting', opinion: `完工${done.length}项，实际费用${yuan(actualFen)}` });
    },
  });

const showIfPassed = { field: 'result', in: ['pass'] } as const;
const Signature = (label: string, paper: string) =>
  FileRef.optional().meta({ label, widget: 'signature', paper, showIf: showIfPassed, requiredIfShown: true });
export const InspectInput = z.strictObject({
  inspectedOn: PlainDateText.meta({ label: '哪天验收', widget: 'date' }),
  result: choice({ pass: '合格', rework: '不合格，要返工' }).meta({
    label: '验收结果',
    help: '老人（家属）、施工单位、乡镇（街道）三方到场，逐项对照前后照片',
  }),
  faults: z
    .string()
    .trim()
    .min(4, '请写清哪一项有什么问题（至少4个字）')
    .max(500)
    .optional()
    .meta({ label: '哪里不合格', widget: 'textarea', showIf: { field: 'result', in: ['rework'] }, requiredIfShown: true }),
  signedBy: choice(signers).default('self').meta({ label: '老人一方谁签字', showIf: showIfPassed }),
  elderSignature: Signature('老人（家属）签字', 'elder-signature'),
  builderSignature: Signature('施工单位签字', 'builder-signature'),
  townshipSignature: Signature('乡镇（街道）签字', 'township-signature'),
});

export const inspectHandler = (): ActionHandler<never, 'paying' | 'building'> =>
  handler({
    input: InspectInput,
    initial: async (tx) => ({ inspectedOn: tx.today }),
    async run(tx, kase, input): Going<'paying' | 'building'> {
      const works = (await worksOfCase(tx, kase.id))!;
      if (input.inspectedOn > tx.today || input.inspectedOn < works.finishedOn!)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'inspectedOn', message: '要在完工以后、不晚于今天' }]);
      if (input.result === 'rework') {
        if (!input.faults) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'faults', message: '请写清哪里不合格' }]);
        await tellBuilder(tx, kase, works, '验收不合格，返工');
        return ok({ to: 'building', opinion: `验收不合格：${input.faults}` });
      }
      const { elderSignature, builderSignature, townshipSignature } = input;
      if (!elderSignature || !builderSignature || !townshipSignature)
        return fail(
          'INVALID_INPUT',
          { count: 1 },
          Object.entries({ elderSignature, builderSignature, townshipSignature })
            .filter(([, file]) => !file)
            .map(([path]) => ({ path, message: '三方都要签字' })),
        );
      const bound = await bindFiles(tx, [elderSignature, builderSignature, townshipSignature], {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
      if (!bound.ok) return bound;
      await changeWorks(
        tx,
        works.id,
        sql`accepted_on = ${input.inspectedOn}, elder_signature = ${elderSignature}, builder_signature = ${builderSignature}, township_signature = ${townshipSignature}, inspected_by = ${tx.actor.id}`,
      );
      await tellOffice(tx, kase, { holder: 'county-confirmer', step: '拨付' });
      return ok({ to: 'paying', opinion: `三方验收合格，${signers[input.signedBy]}、施工单位、乡镇（街道）已签字` });
    },
  });
